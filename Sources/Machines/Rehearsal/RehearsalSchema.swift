/// A database schema with those of Joget's tables that anybody here asks for.
enum RehearsalSchema {
    static let text = """
        /*!40101 SET NAMES utf8mb4 */;
        -- Workflow engine
        CREATE TABLE `SHKActivities` (
          `Id` varchar(100) COLLATE utf8mb4_unicode_ci NOT NULL,
          `oid` decimal(19,0) NOT NULL,
          PRIMARY KEY (`oid`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
        CREATE TABLE `SHKAssignmentsTable` (
          `ActivityId` varchar(100) COLLATE utf8mb4_unicode_ci NOT NULL,
          `oid` decimal(19,0) NOT NULL,
          PRIMARY KEY (`oid`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
        -- Directory
        CREATE TABLE `dir_role` (
          `id` varchar(255) COLLATE utf8mb4_unicode_ci NOT NULL,
          `name` varchar(255) COLLATE utf8mb4_unicode_ci DEFAULT NULL,
          `description` varchar(255) COLLATE utf8mb4_unicode_ci DEFAULT NULL,
          PRIMARY KEY (`id`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
        INSERT INTO `dir_role` VALUES ('ROLE_ADMIN','Admin','Administrator'),('ROLE_USER','User','Normal User');
        CREATE TABLE `dir_user` (
          `id` varchar(255) COLLATE utf8mb4_unicode_ci NOT NULL,
          `username` varchar(255) COLLATE utf8mb4_unicode_ci DEFAULT NULL,
          `active` int(11) DEFAULT NULL,
          PRIMARY KEY (`id`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
        INSERT INTO `dir_user` VALUES ('admin','admin',1);
        -- Settings of the set-up
        CREATE TABLE `wf_setup` (
          `id` varchar(255) COLLATE utf8mb4_unicode_ci NOT NULL,
          `property` varchar(255) COLLATE utf8mb4_unicode_ci DEFAULT NULL,
          `value` longtext COLLATE utf8mb4_unicode_ci DEFAULT NULL,
          `ordering` int(11) DEFAULT NULL,
          PRIMARY KEY (`id`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
        INSERT INTO `wf_setup` VALUES ('setup-1','deadlineCheckerInterval','0',0);

        """
}
