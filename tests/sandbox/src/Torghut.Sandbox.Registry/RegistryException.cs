namespace Torghut.Sandbox.Registry;

/// <summary>A request that the registry refuses, with the code and the words that Confluent's answers have.</summary>
internal sealed class RegistryException(int code, string message) : Exception(message)
{
    public int Code { get; } = code;

    /// <summary>The code's first three digits are the HTTP status.</summary>
    public int Status => Code < 1000 ? Code : Code / 100;

    public static RegistryException SubjectNotFound(string subject) => new(RegistryErrorCodes.SubjectNotFound, $"Subject '{subject}' not found.");

    public static RegistryException VersionNotFound(string version) => new(RegistryErrorCodes.VersionNotFound, $"Version {version} not found.");

    public static RegistryException SchemaNotFound() => new(RegistryErrorCodes.SchemaNotFound, "Schema not found");

    public static RegistryException SchemaNotFound(string guid) => new(RegistryErrorCodes.SchemaNotFound, $"Schema {guid} not found");

    public static RegistryException SchemaNotFound(int id) => new(RegistryErrorCodes.SchemaNotFound, $"Schema {id} not found");

    public static RegistryException InvalidSchema(string reason) => new(RegistryErrorCodes.InvalidSchema, $"Invalid schema: {reason}");

    public static RegistryException InvalidSchemaType(string type) => new(RegistryErrorCodes.InvalidSchema, $"Invalid schema type {type}");

    public static RegistryException ReferenceNotFound(string subject, int version) =>
        InvalidSchema($"No schema reference found for subject \"{subject}\" and version {version}");

    public static RegistryException ReferenceExists(string subject, int version) =>
        new(RegistryErrorCodes.ReferenceExists, $"One or more references exist to the schema {{magic=1,keytype=SCHEMA,subject={subject},version={version}}}.");

    public static RegistryException InvalidVersion(string version) =>
        new(RegistryErrorCodes.InvalidVersion,
        $"The specified version '{version}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\"");
}
