internal import Crypto

/// A password as MariaDB keeps it: a statement with it tells neither the server's logs nor its replicas what the password is.
public enum PasswordHash {
    /// As the plugin `mysql_native_password` has it: an asterisk and 40 hexadecimal digits, which are the SHA-1 of the SHA-1 of the
    /// password's UTF-8. Source: MariaDB's documentation of that plugin.
    public static func native(_ password: String) -> String {
        "*" + Digest.hexadecimal(Insecure.SHA1.hash(data: Array(Insecure.SHA1.hash(data: Array(password.utf8))))).uppercased()
    }
}
