import ConfigEditing
import StepEngine

/// What happens inside the program, measured where no process start hides it. Prints `name TAB nanoseconds TAB remark` lines, each the
/// median of several runs: `engine-bench edits FOLDER TEMPLATES`, `engine-bench journal FOLDER RECORDS`.
let words = CommandLine.arguments
switch (words.dropFirst().first, words.count) {
case ("edits", 4): try EditBench(folder: words[2], templates: words[3]).run()
case ("journal", 4): try JournalBench(folder: words[2], count: Int(words[3]) ?? 0).run()
default: fatalError("engine-bench edits FOLDER TEMPLATES | journal FOLDER RECORDS")
}
