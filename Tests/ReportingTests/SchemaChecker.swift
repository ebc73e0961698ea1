import Foundation

/// As much of JSON Schema as the report's own schema uses.
struct SchemaChecker {
    let definitions: [String: [String: Any]]
    /// What does not fit, with its place.
    var problems: [String] = []
    /// The keys that were met, as `definition.key`.
    var seen: Set<String> = []

    init(definitions: [String: [String: Any]]) { self.definitions = definitions }

    /// The keys that a definition names, those of nested objects too.
    static func keys(of schema: [String: Any], in name: String) -> [String] {
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        let choices = schema["oneOf"] as? [[String: Any]] ?? []
        return properties.flatMap { key, value in ["\(name).\(key)"] + keys(of: value, in: "\(name).\(key)") }
            + choices.flatMap { keys(of: $0, in: name) }
    }

    mutating func check(_ value: Any, against schema: [String: Any], at place: String, in name: String = "") {
        if let reference = schema["$ref"] as? String {
            let target = String(reference.dropFirst("#/$defs/".count))
            guard let definition = definitions[target] else { return problems.append("\(place): the schema has no \(target)") }
            return check(value, against: definition, at: place, in: target)
        }
        if let choices = schema["oneOf"] as? [[String: Any]] {
            let fitting = choices.filter { choice in
                var trial = SchemaChecker(definitions: definitions)
                trial.check(value, against: choice, at: place, in: name)
                return trial.problems.isEmpty
            }
            guard fitting.count == 1 else { return problems.append("\(place): fits \(fitting.count) of the choices") }
            return check(value, against: fitting[0], at: place, in: name)
        }
        if let words = schema["enum"] as? [String] {
            if !(words.contains(value as? String ?? "\u{0}")) { problems.append("\(place): \(value) is none of the words") }
            return
        }
        if let constant = schema["const"] as? Int {
            if value as? Int != constant { problems.append("\(place): is not \(constant)") }
            return
        }
        checkType(value, schema, place, name)
    }

    private mutating func checkType(_ value: Any, _ schema: [String: Any], _ place: String, _ name: String) {
        switch schema["type"] as? String {
        case "object": checkObject(value, schema, place, name)
        case "array":
            guard let list = value as? [Any], let items = schema["items"] as? [String: Any] else {
                return problems.append("\(place): is no list")
            }
            for (index, item) in list.enumerated() { check(item, against: items, at: "\(place)[\(index)]", in: name) }
        case "string":
            guard let text = value as? String else { return problems.append("\(place): is no text") }
            if let pattern = schema["pattern"] as? String, text.range(of: pattern, options: .regularExpression) == nil {
                problems.append("\(place): is not like \(pattern)")
            }
        case "number", "integer": if value is String || !(value is NSNumber) { problems.append("\(place): is no number") }
        case "boolean": if !(value is Bool) { problems.append("\(place): is no truth value") }
        case "null": if !(value is NSNull) { problems.append("\(place): is not null") }
        default: problems.append("\(place): the schema names no type")
        }
    }

    private mutating func checkObject(_ value: Any, _ schema: [String: Any], _ place: String, _ name: String) {
        guard let object = value as? [String: Any] else { return problems.append("\(place): is no object") }
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        for key in schema["required"] as? [String] ?? [] where object[key] == nil { problems.append("\(place).\(key): is missing") }
        for (key, value) in object {
            if let property = properties[key] {
                seen.insert("\(name).\(key)")
                check(value, against: property, at: "\(place).\(key)", in: "\(name).\(key)")
            } else if let others = schema["additionalProperties"] as? [String: Any] {
                check(value, against: others, at: "\(place).\(key)", in: name)
            } else {
                problems.append("\(place).\(key): is not in the schema")
            }
        }
    }
}
