using System.Collections;

namespace Torghut.Alpaca.Trading;

/// <summary>A list of the broker's, read item by item: what was understood, in the broker's order, and what was not. Only the former is enumerated.</summary>
/// <param name="items">What was understood.</param>
/// <param name="unread">What was not.</param>
public sealed class ItemList<T>(IReadOnlyList<T> items, IReadOnlyList<UnreadItem> unread) : IReadOnlyList<T>
{
    /// <summary>Items that were not understood, as they came.</summary>
    public IReadOnlyList<UnreadItem> Unread { get; } = unread;

    /// <summary>Items of the answer, understood or not.</summary>
    public int Total => items.Count + Unread.Count;

    public int Count => items.Count;

    public T this[int index] => items[index];

    /// <summary>Takes the items over into another form.</summary>
    /// <param name="convert">Throws <see cref="FormatException"/> for an item whose values cannot be meant; it becomes an unread one.</param>
    /// <param name="describe">Such an item as it came.</param>
    public ItemList<TOther> Convert<TOther>(Func<T, TOther> convert, Func<T, string, UnreadItem> describe)
    {
        var converted = new List<TOther>(items.Count);
        var odd = new List<UnreadItem>(Unread);
        foreach (var item in items)
        {
            try
            {
                converted.Add(convert(item));
            }
            catch (FormatException problem)
            {
                odd.Add(describe(item, problem.Message));
            }
        }

        return new ItemList<TOther>(converted, odd);
    }

    public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
