{{#applications}}
DROP USER IF EXISTS '{{database.user}}'@'{{address}}';
{{/applications}}
