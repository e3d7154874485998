using System.Collections.Immutable;
using System.Globalization;

namespace Torghut.Sandbox.Registry.Store;

internal sealed partial class SchemaStore
{
    /// <summary>Hides all versions of a subject, or with <paramref name="permanent"/> removes the hidden ones. Answers their numbers.</summary>
    public IReadOnlyList<int> DeleteSubject(string subject, bool permanent)
    {
        lock (_changes)
        {
            RequireWritable(subject);
            var versions = _state.Subjects.GetValueOrDefault(subject) ?? throw RegistryException.SubjectNotFound(subject);
            var visible = versions.Where(v => !v.Deleted).Select(v => v.Version).ToArray();
            if (permanent && visible.Length > 0)
            {
                throw new RegistryException(RegistryErrorCodes.SubjectNotSoftDeleted,
                    $"Subject '{subject}' was not deleted first before being permanently deleted");
            }

            if (!permanent && visible.Length == 0)
            {
                throw new RegistryException(RegistryErrorCodes.SubjectSoftDeleted,
                    $"Subject '{subject}' was soft deleted. Set permanent=true to delete permanently");
            }

            foreach (var version in versions)
            {
                RequireUnreferenced(subject, version);
            }

            Commit(_state with
            {
                Subjects = permanent ? _state.Subjects.Remove(subject) : _state.Subjects.SetItem(subject, [.. versions.Select(v => v with { Deleted = true })]),
                Levels = _state.Levels.Remove(subject),
                Modes = _state.Modes.Remove(subject),
            });
            return permanent ? [.. versions.Select(v => v.Version)] : visible;
        }
    }

    /// <summary>Hides one version, or with <paramref name="permanent"/> removes a hidden one. Answers its number.</summary>
    public int DeleteVersion(string subject, string version, bool permanent)
    {
        lock (_changes)
        {
            RequireWritable(subject);
            var versions = _state.Subjects.GetValueOrDefault(subject) ?? throw RegistryException.SubjectNotFound(subject);
            var found = Version(subject, version, deleted: true);
            var number = found.Version.ToString(CultureInfo.InvariantCulture);
            if (permanent && !found.Deleted)
            {
                throw new RegistryException(RegistryErrorCodes.VersionNotSoftDeleted,
                    $"Subject '{subject}' Version {number} was not deleted first before being permanently deleted");
            }

            if (!permanent && found.Deleted)
            {
                throw new RegistryException(RegistryErrorCodes.VersionSoftDeleted,
                    $"Subject '{subject}' Version {number} was soft deleted. Set permanent=true to delete permanently");
            }

            RequireUnreferenced(subject, found);
            Commit(_state with { Subjects = Without(_state.Subjects, subject, versions, found, permanent) });
            return found.Version;
        }
    }

    private static ImmutableSortedDictionary<string, ImmutableList<SchemaVersion>> Without(
        ImmutableSortedDictionary<string, ImmutableList<SchemaVersion>> subjects, string subject, ImmutableList<SchemaVersion> versions, SchemaVersion version,
        bool permanent)
    {
        var rest = permanent ? versions.Remove(version) : versions.Replace(version, version with { Deleted = true });
        return rest.Count == 0 ? subjects.Remove(subject) : subjects.SetItem(subject, rest);
    }
}
