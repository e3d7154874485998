using System.Collections.Frozen;
using System.Text;

namespace Torghut.Alpaca.Trading;

/// <summary>Alpaca's name for each value of an enum (<c>PartiallyFilled</c> is <c>partially_filled</c>); the default value, Unknown, has none.</summary>
internal static class EnumNames<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> ByValue = Enum.GetValues<T>().ToFrozenDictionary(value => value, ToName);

    private static readonly FrozenDictionary<string, T> ByName =
        ByValue.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.OrdinalIgnoreCase);

    public static T Parse(string? name) => name is not null && ByName.TryGetValue(name, out var value) ? value : default;

    /// <exception cref="ArgumentException">The value has no name that could be sent.</exception>
    public static string Format(T value) => EqualityComparer<T>.Default.Equals(value, default)
        ? throw new ArgumentException($"{typeof(T).Name}.{value} cannot be sent.", nameof(value))
        : ByValue[value];

    private static string ToName(T value)
    {
        var name = new StringBuilder();
        foreach (var character in value.ToString())
        {
            if (char.IsUpper(character) && name.Length > 0)
            {
                name.Append('_');
            }

            name.Append(char.ToLowerInvariant(character));
        }

        return name.ToString();
    }
}
