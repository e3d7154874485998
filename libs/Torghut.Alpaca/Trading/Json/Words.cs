using System.Collections.Frozen;
using System.Text;

namespace Torghut.Alpaca.Trading;

/// <summary>Alpaca's word for each value of an enum (<c>PartiallyFilled</c> is <c>partially_filled</c>); the default value, Unknown, has none.</summary>
internal static class Words<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> ByValue = Enum.GetValues<T>().ToFrozenDictionary(value => value, ToWord);

    private static readonly FrozenDictionary<string, T> ByWord =
        ByValue.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.OrdinalIgnoreCase);

    public static T Parse(string? word) => word is not null && ByWord.TryGetValue(word, out var value) ? value : default;

    /// <exception cref="ArgumentException">The value has no word that could be sent.</exception>
    public static string Format(T value) => EqualityComparer<T>.Default.Equals(value, default)
        ? throw new ArgumentException($"{typeof(T).Name}.{value} cannot be sent.", nameof(value))
        : ByValue[value];

    private static string ToWord(T value)
    {
        var word = new StringBuilder();
        foreach (var letter in value.ToString())
        {
            if (char.IsUpper(letter) && word.Length > 0)
            {
                word.Append('_');
            }

            word.Append(char.ToLowerInvariant(letter));
        }

        return word.ToString();
    }
}
