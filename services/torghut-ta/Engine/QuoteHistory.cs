using System.Diagnostics;

namespace Torghut.Ta.Engine;

/// <summary>
/// Quotes of one symbol held until the windows they may serve are final. Windows end on whole seconds, so of all quotes in a second
/// only the newest can ever be joined: one is kept for each second, oldest first.
/// </summary>
internal sealed class QuoteHistory
{
    private HeldQuote[] _quotes = new HeldQuote[8];
    private int _start;

    public int Count { get; private set; }

    public ReadOnlySpan<HeldQuote> Held => _quotes.AsSpan(_start, Count);

    /// <summary>Holds a quote. False when the same quote is already held.</summary>
    public bool Add(in HeldQuote quote)
    {
        var index = Count - 1;
        while (index >= 0 && _quotes[_start + index].Second > quote.Second)
        {
            index--;
        }

        if (index >= 0 && _quotes[_start + index].Second == quote.Second)
        {
            ref var held = ref _quotes[_start + index];
            if (held.SameContent(quote))
            {
                return false;
            }

            if (quote.EventTs > held.EventTs || (quote.EventTs == held.EventTs && quote.Seq >= held.Seq))
            {
                held = quote;
            }

            return true;
        }

        Insert(index + 1, quote);
        return true;
    }

    /// <summary>The newest quote whose event time is at or before a window end; false when there is none.</summary>
    public bool TryFind(long windowEndSecond, out HeldQuote quote)
    {
        for (var i = Count - 1; i >= 0; i--)
        {
            if (_quotes[_start + i].Second > windowEndSecond)
            {
                continue;
            }

            quote = _quotes[_start + i];
            return true;
        }

        quote = default;
        return false;
    }

    /// <summary>Lets go of the quotes that no window ending at <paramref name="neededSecond"/> or later can join.</summary>
    public void Prune(long neededSecond)
    {
        while (Count > 1 && _quotes[_start + 1].Second <= neededSecond)
        {
            _start++;
            Count--;
        }
    }

    /// <summary>Lets go of the quotes that serve no window ending at a second or before; true when there was one.</summary>
    public bool ForgetAfter(long second)
    {
        var before = Count;
        while (Count > 0 && _quotes[_start + Count - 1].Second > second)
        {
            Count--;
        }

        return Count < before;
    }

    private void Insert(int index, in HeldQuote quote)
    {
        if (_start + Count == _quotes.Length)
        {
            // Move back when at least half of the buffer is behind the start, else grow.
            var target = _start * 2 >= _quotes.Length ? _quotes : new HeldQuote[_quotes.Length * 2];
            Array.Copy(_quotes, _start, target, 0, Count);
            _quotes = target;
            _start = 0;
        }

        Array.Copy(_quotes, _start + index, _quotes, _start + index + 1, Count - index);
        _quotes[_start + index] = quote;
        Count++;
        Debug.Assert(index == 0 || _quotes[_start + index - 1].Second < quote.Second, "One quote for each second, oldest first.");
        Debug.Assert(index == Count - 1 || _quotes[_start + index + 1].Second > quote.Second, "One quote for each second, oldest first.");
    }
}
