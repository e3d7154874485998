using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Torghut.Sandbox.Registry.Store;

/// <summary>
/// Subjects and their versions. Every change is in the file before it is answered. <c>SchemaStore.Delete.cs</c> deletes,
/// <c>SchemaStore.References.cs</c> has schemas that name others, <c>SchemaStore.Settings.cs</c> compatibility levels and modes.
/// </summary>
internal sealed partial class SchemaStore : IDisposable
{
    private const int GuidBytes = 16;
    private readonly Lock _changes = new();
    private readonly StateFile _file;
    private volatile RegistryState _state;

    private SchemaStore(StateFile file)
    {
        _file = file;
        _state = file.Read();
    }

    public static SchemaStore Open(string directory)
    {
        var file = new StateFile(directory);
        try
        {
            return new SchemaStore(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Subjects that have a version, those with deleted ones only when asked for.</summary>
    public IEnumerable<string> Subjects(bool deleted) => _state.Subjects.Where(s => s.Value.Any(v => deleted || !v.Deleted)).Select(s => s.Key);

    public IReadOnlyList<SchemaVersion> Versions(string subject, bool deleted)
    {
        var versions = Known(_state, subject).Where(v => deleted || !v.Deleted).ToArray();
        return versions.Length > 0 ? versions : throw RegistryException.SubjectNotFound(subject);
    }

    /// <param name="version">A number, <c>latest</c> or -1.</param>
    public SchemaVersion Version(string subject, string version, bool deleted)
    {
        var number = ParseVersion(version);
        var versions = Versions(subject, deleted);
        return (number is null ? versions[^1] : versions.FirstOrDefault(v => v.Version == number)) ?? throw RegistryException.VersionNotFound(version);
    }

    /// <summary>A schema's text; an id whose versions were all deleted for good is not found.</summary>
    public string Text(int id) => Uses(id, deleted: true).Any() ? _state.Schemas[id - 1] : throw RegistryException.SchemaNotFound(id);

    public string Text(SchemaVersion version) => _state.Schemas[version.Id - 1];

    /// <summary>A name of a schema that does not depend on the registry that keeps it.</summary>
    public Guid Guid(int id) => new(SHA256.HashData(Encoding.UTF8.GetBytes(_state.Schemas[id - 1] + Attachments(id).Key)).AsSpan(0, GuidBytes));

    /// <summary>The id of the schema that has a guid.</summary>
    public int IdOf(string guid) => Enumerable.Range(1, _state.Schemas.Count)
        .FirstOrDefault(id => Guid(id).ToString().Equals(guid, StringComparison.OrdinalIgnoreCase) && Uses(id, deleted: true).Any()) is > 0 and var found
        ? found
        : throw RegistryException.SchemaNotFound(guid);

    public IEnumerable<(string Subject, int Version)> Uses(int id, bool deleted) =>
        from subject in _state.Subjects
        from version in subject.Value
        where version.Id == id && (deleted || !version.Deleted)
        select (subject.Key, version.Version);

    /// <summary>What a schema came with beside its text.</summary>
    public SchemaAttachments Attachments(int id) => _state.Attachments.GetValueOrDefault(id, SchemaAttachments.None);

    /// <summary>The version of a subject that has exactly this schema.</summary>
    public SchemaVersion Lookup(string subject, SchemaText schema, bool deleted)
    {
        var versions = Versions(subject, deleted);
        return versions.LastOrDefault(v => Is(v.Id, schema)) ?? throw RegistryException.SchemaNotFound();
    }

    /// <summary>Adds a version, unless the subject has the schema already.</summary>
    public SchemaVersion Register(string subject, SchemaText schema)
    {
        lock (_changes)
        {
            var versions = Known(_state, subject);
            var known = versions.FirstOrDefault(v => !v.Deleted && Is(v.Id, schema));
            if (known is not null)
            {
                return known;
            }

            RequireWritable(subject);
            RequireCompatible(subject, schema);
            var (schemas, attachments) = (_state.Schemas, _state.Attachments);
            var id = Enumerable.Range(1, schemas.Count).FirstOrDefault(known => Is(known, schema));
            if (id == 0)
            {
                schemas = schemas.Add(schema.Text);
                id = schemas.Count;
                attachments = schema.Attachments.IsNone ? attachments : attachments.Add(id, schema.Attachments);
            }

            var next = new SchemaVersion(versions.Count == 0 ? 1 : versions[^1].Version + 1, id, Deleted: false);
            Commit(_state with { Schemas = schemas, Attachments = attachments, Subjects = _state.Subjects.SetItem(subject, versions.Add(next)) });
            return next;
        }
    }

    public void Dispose() => _file.Dispose();

    private static ImmutableList<SchemaVersion> Known(RegistryState state, string subject) => state.Subjects.GetValueOrDefault(subject) ?? [];

    private static int? ParseVersion(string version)
    {
        if (version is "latest" or "-1")
        {
            return null;
        }

        return int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw RegistryException.InvalidVersion(version);
    }

    private bool Is(int id, SchemaText schema) => _state.Schemas[id - 1] == schema.Text && Attachments(id).Key == schema.Attachments.Key;

    private void Commit(RegistryState next)
    {
        _file.Write(next);
        _state = next;
    }
}
