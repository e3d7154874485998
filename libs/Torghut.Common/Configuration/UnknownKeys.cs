using System.Reflection;

namespace Torghut.Common.Configuration;

/// <summary>
/// Finds keys that look like a setting and are none: a misspelt key would leave the default in force, and nobody would know. A key counts when it begins with
/// a word that only this service's keys begin with, or with the first word of any of its keys and is at most <see cref="TypoEdits"/> letters away from it.
/// Keys of other services, which an environment may have too, are neither.
/// </summary>
public static class UnknownKeys
{
    /// <summary>So many letters too many, too few or wrong are a slip; more may be another service's key.</summary>
    private const int TypoEdits = 2;

    /// <summary>Longest key that is looked at: what a container is given beside its settings has no bound.</summary>
    private const int MaxLength = 128;

    /// <summary>A cluster gives these to every pod: <c>KUBERNETES_SERVICE_PORT</c> is no slip for its neighbour.</summary>
    private const string OfTheCluster = "KUBERNETES_";

    /// <param name="optionTypes">Options classes that are read.</param>
    /// <param name="ownPrefixes">First words that only this service's keys begin with, with their underscore.</param>
    /// <param name="names">Names of the environment.</param>
    public static IReadOnlyList<UnknownKey> Find(IEnumerable<Type> optionTypes, IReadOnlyList<string> ownPrefixes, IEnumerable<string> names)
    {
        var known = optionTypes.Distinct().SelectMany(KeysOf).ToHashSet(StringComparer.Ordinal);
        var firstWords = known.Select(FirstWord).Where(word => word != OfTheCluster).ToHashSet(StringComparer.Ordinal);
        List<UnknownKey> unknown = [];
        foreach (var name in names.Where(name => name.Length <= MaxLength && !known.Contains(name)).Order(StringComparer.Ordinal))
        {
            var isOwn = ownPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
            if (!isOwn && !firstWords.Contains(FirstWord(name)))
            {
                continue;
            }

            var (edits, nearest) = known.Select(key => (Edits: Edits(name, key), Key: key)).Min();
            if (isOwn || edits <= TypoEdits)
            {
                unknown.Add(new(name, nearest));
            }
        }

        return unknown;
    }

    /// <summary>Options classes beside those of the service, which its program's commands read.</summary>
    public static IEnumerable<Type> OfTheSameProgram(IEnumerable<Type> optionTypes) => optionTypes.Select(type => type.Assembly).Distinct()
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false })
        .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal));

    private static IEnumerable<string> KeysOf(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(property => property.GetCustomAttribute<ConfigurationKeyAttribute>()).OfType<ConfigurationKeyAttribute>()
        .SelectMany(key => new[] { key.Key, key.Formerly }).Where(name => name.Length > 0);

    private static string FirstWord(string name) => name[..(name.IndexOf('_', StringComparison.Ordinal) + 1)];

    /// <summary>Levenshtein's distance.</summary>
    private static int Edits(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
