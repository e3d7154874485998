using System.Globalization;

namespace Torghut.Sandbox.Registry.Store;

internal sealed partial class SchemaStore
{
    private const string Global = "";
    private static readonly string[] AllowedModes = ["READWRITE", "READONLY"];

    /// <summary>The level that holds for a subject; null asks for the global one.</summary>
    public string Level(string? subject) => Own(_state.Levels, subject) ?? _state.Levels.GetValueOrDefault(Global, RegistryState.DefaultLevel);

    /// <summary>The level set for a subject itself.</summary>
    public string OwnLevel(string subject) => Own(_state.Levels, subject)
        ?? throw new RegistryException(RegistryErrorCodes.SubjectLevelNotConfigured,
        $"Subject '{subject}' does not have subject-level compatibility configured");

    public string SetLevel(string? subject, string? level)
    {
        if (level is null || !AvroCompatibility.TryParseLevel(level, out var parsed))
        {
            throw new RegistryException(
                RegistryErrorCodes.InvalidCompatibilityLevel,
                "Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive");
        }

        lock (_changes)
        {
            Commit(_state with { Levels = _state.Levels.SetItem(subject ?? Global, AvroCompatibility.ToText(parsed)) });
        }

        return AvroCompatibility.ToText(parsed);
    }

    /// <summary>Removes a setting; answers the level that held.</summary>
    public string DeleteLevel(string? subject)
    {
        lock (_changes)
        {
            var level = subject is null ? Level(null) : Own(_state.Levels, subject) ?? throw RegistryException.SubjectNotFound(subject);
            Commit(_state with { Levels = _state.Levels.Remove(subject ?? Global) });
            return level;
        }
    }

    public string Mode(string? subject) => Own(_state.Modes, subject) ?? _state.Modes.GetValueOrDefault(Global, RegistryState.DefaultMode);

    public string OwnMode(string subject) => Own(_state.Modes, subject)
        ?? throw new RegistryException(RegistryErrorCodes.SubjectModeNotConfigured, $"Subject '{subject}' does not have subject-level mode configured");

    public string SetMode(string? subject, string? mode)
    {
        var upper = mode?.ToUpperInvariant();
        if (upper is null || !AllowedModes.Contains(upper))
        {
            throw new RegistryException(RegistryErrorCodes.InvalidMode, $"Invalid mode. Valid values are {string.Join(", ", AllowedModes)}");
        }

        lock (_changes)
        {
            Commit(_state with { Modes = _state.Modes.SetItem(subject ?? Global, upper) });
        }

        return upper;
    }

    public string DeleteMode(string subject)
    {
        lock (_changes)
        {
            var mode = Own(_state.Modes, subject) ?? throw RegistryException.SubjectNotFound(subject);
            Commit(_state with { Modes = _state.Modes.Remove(subject) });
            return mode;
        }
    }

    /// <summary>Why a schema may not become a subject's next version; empty when it may.</summary>
    /// <param name="version">Compare with this version only; null compares as the level says.</param>
    public IReadOnlyList<string> Incompatibilities(string subject, SchemaText schema, string? version)
    {
        var level = AvroCompatibility.TryParseLevel(Level(subject), out var known) ? known : AvroCompatibilityLevel.Backward;
        var previous = version is null ? Known(_state, subject).Where(v => !v.Deleted) : [Version(subject, version, deleted: false)];
        return AvroCompatibility.Check(schema.Schema, [.. previous.Select(v => Parsed(v.Id))], level);
    }

    private static string? Own(IReadOnlyDictionary<string, string> settings, string? subject) => subject is null ? null : settings.GetValueOrDefault(subject);

    private void RequireCompatible(string subject, SchemaText schema)
    {
        var reasons = Incompatibilities(subject, schema, version: null);
        if (reasons.Count > 0)
        {
            throw new RegistryException(
                RegistryErrorCodes.Incompatible,
                string.Create(CultureInfo.InvariantCulture,
                    $"Schema being registered is incompatible with an earlier schema for subject \"{subject}\", details: [{string.Join("; ", reasons)}]"));
        }
    }

    private void RequireWritable(string subject)
    {
        if (Mode(subject) == "READONLY")
        {
            throw new RegistryException(RegistryErrorCodes.OperationNotPermitted, $"Subject {subject} is in read-only mode");
        }
    }
}
