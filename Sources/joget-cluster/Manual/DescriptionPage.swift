import Guidebook

/// The page cluster.yaml(5), from the table of the questions.
enum DescriptionPage {
    static func text() -> String {
        var lines = [opening]
        for section in Parameter.sections {
            lines += ["## \(section.title)", ""]
            for parameter in Parameter.all where parameter.section == section.name {
                lines += ["**\(parameter.id)**", ": \(parameter.help)", "", "    \(remark(parameter))", ""]
            }
        }
        return (lines + [closing]).joined(separator: "\n")
    }

    private static func remark(_ parameter: Parameter) -> String {
        var words: [String] = []
        if case .choice(let choices) = parameter.rule { words.append("One of \(choices.joined(separator: ", ")).") }
        words.append(parameter.standard.isEmpty ? "Empty by default." : "By default *\(parameter.standard)*.")
        if let condition = parameter.condition {
            words.append("Counts where **\(condition.parameter)** is \(condition.answers.joined(separator: " or ")).")
        }
        return words.joined(separator: " ")
    }

    private static let opening = """
        # NAME

        cluster.yaml - description of a Joget cluster

        # DESCRIPTION

        One file describes all servers of a cluster and is the same on each of them. **joget-cluster cluster init** writes one by asking,
        the wizard does so on its first page, and **joget-cluster cluster check** *FILE* names every mistake with its line. It is looked for
        in the state directory, */var/lib/joget-cluster*, or where **--cluster** says. It never holds a password.

        It is YAML. A key that is not described here is a mistake; a key that is left out has its standard value.

        # CLUSTER AND SERVERS

        **version**
        : The form of the file: 1.

        **name**
        : The name of the cluster; letters, digits, dots, hyphens and underscores.

        **servers**
        : A list with every server once. Each has a **name**, an IPv4 **address** and its **roles**: file-server, database, application,
          balancer. An application server is node01, node02 and so on to the load balancer, unless its **route** says otherwise.

        # ANSWERS

        A name with a dot is a key in a section: **share.kind: nfs** is written as

            share:
              kind: nfs

        """

    private static let closing = """
        # EXAMPLE

            version: 1
            name: production
            servers:
              - { name: fs1, address: 10.0.0.11, roles: [file-server] }
              - { name: db1, address: 10.0.0.12, roles: [database] }
              - { name: app1, address: 10.0.0.13, roles: [application] }
              - { name: app2, address: 10.0.0.14, roles: [application] }
              - { name: lb1, address: 10.0.0.15, roles: [balancer] }
            application:
              bundle: /root/joget-enterprise-linux-8.1.6.tar.gz

        # SEE ALSO

        **joget-cluster**(1), **joget-cluster-step**(7)
        """
}
