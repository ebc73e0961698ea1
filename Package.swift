// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: the arrows between the layers are the compiler's business, and a warning is an error.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
    .treatAllWarnings(as: .error),
]

let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "joget-cluster",
    products: [
        .executable(name: "joget-cluster", targets: ["joget-cluster"]),
        // Loaded into the program by tests alone, to let it die or its disk fail at an exact point.
        .library(name: "faults", type: .dynamic, targets: ["CFaults"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        // No traits: the default ones bring full Foundation, and with it 45 MB of ICU.
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        // C: what Swift cannot say.
        .target(
            name: "CTerminal",
            cSettings: [.define("_GNU_SOURCE"), .define("NCURSES_WIDECHAR", to: "1")],
            linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
        .systemLibrary(name: "CYAML"),
        .systemLibrary(name: "CZlib"),
        .target(name: "CMachine"),
        .target(name: "CMustache"),

        // The layers, lowest first.
        .target(name: "TerminalUI", dependencies: ["CTerminal"], swiftSettings: strict),
        .target(name: "Guidebook", dependencies: ["CYAML", "CMustache", crypto], swiftSettings: strict),
        .target(name: "ConfigEditing", swiftSettings: strict),
        .target(name: "Machines", dependencies: ["CMachine", system, subprocess, crypto], swiftSettings: strict),
        .target(
            name: "StepEngine", dependencies: ["Guidebook", "Machines", "ConfigEditing", system], swiftSettings: strict),
        .target(name: "Reporting", dependencies: ["Guidebook", "Machines", "StepEngine"], swiftSettings: strict),
        .target(
            name: "Handover", dependencies: ["CZlib", "Guidebook", "StepEngine", "Reporting", crypto, cryptoExtras],
            swiftSettings: strict),
        .target(
            name: "Wizard", dependencies: ["TerminalUI", "Guidebook", "Machines", "StepEngine", "Reporting", "Handover"],
            swiftSettings: strict),
        .executableTarget(
            name: "joget-cluster",
            dependencies: ["TerminalUI", "Guidebook", "Machines", "StepEngine", "Reporting", "Handover", "Wizard", arguments, system],
            swiftSettings: strict),

        // What happens inside the program, measured by `make bench`.
        .executableTarget(
            name: "engine-bench", dependencies: ["ConfigEditing", "Guidebook", "StepEngine"], path: "Benchmarks/Engine",
            swiftSettings: strict),

        .target(name: "CFaults", path: "Tests/CFaults", cSettings: [.define("_GNU_SOURCE")]),
        .target(name: "FaultLedger", path: "Tests/FaultLedger", swiftSettings: strict),
        .testTarget(name: "CrashTests", dependencies: ["FaultLedger", "joget-cluster"], swiftSettings: strict),
        .testTarget(name: "TerminalUITests", dependencies: ["FaultLedger", "TerminalUI"], swiftSettings: strict),
        .testTarget(name: "GuidebookTests", dependencies: ["FaultLedger", "Guidebook"], swiftSettings: strict),
        .testTarget(name: "ConfigEditingTests", dependencies: ["FaultLedger", "ConfigEditing"], swiftSettings: strict),
        .testTarget(name: "MachinesTests", dependencies: ["FaultLedger", "Machines", "CMachine"], swiftSettings: strict),
        .testTarget(
            name: "StepEngineTests", dependencies: ["FaultLedger", "StepEngine", "Guidebook", "Machines"], swiftSettings: strict),
        .testTarget(
            name: "ReportingTests", dependencies: ["FaultLedger", "Reporting", "StepEngine", "Guidebook", "Machines"], swiftSettings: strict
        ),
        .testTarget(
            name: "HandoverTests", dependencies: ["FaultLedger", "Handover", "CZlib", "Reporting", "StepEngine", "Guidebook"],
            swiftSettings: strict),
        .testTarget(
            name: "WizardTests",
            dependencies: ["FaultLedger", "Wizard", "Handover", "Reporting", "TerminalUI", "StepEngine", "Guidebook", "Machines"],
            exclude: ["Screens"], swiftSettings: strict),
        .testTarget(name: "TerminalTests", dependencies: ["FaultLedger", "joget-cluster"], exclude: ["Answers"], swiftSettings: strict),
    ],
    cxxLanguageStandard: .cxx17
)
