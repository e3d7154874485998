using System.Globalization;
using Torghut.Contracts.Time;

namespace Torghut.Trading.Backtest;

/// <summary>Quotes and trades of a LEAN data folder, day after day, all symbols joined by time: at the same instant quotes first, then by symbol.</summary>
internal sealed class LeanTickFeed : TickFeed
{
    private readonly Queue<(DateOnly Day, IReadOnlyList<(string Symbol, string Path, bool IsTrade)> Files)> _days;
    private readonly PriorityQueue<LeanTickFile, (long At, bool IsTrade, string Symbol)> _heads = new(Comparer<(long At, bool IsTrade, string Symbol)>.Create(
        (left, right) => left.At != right.At ? left.At.CompareTo(right.At)
            : left.IsTrade != right.IsTrade ? left.IsTrade.CompareTo(right.IsTrade)
            : string.CompareOrdinal(left.Symbol, right.Symbol)));

    /// <param name="folder">LEAN data folder.</param>
    /// <param name="symbols">Only these; null for all.</param>
    /// <param name="from">First day.</param>
    /// <param name="to">Last day.</param>
    /// <exception cref="InvalidDataException">The folder holds no ticks.</exception>
    public LeanTickFeed(string folder, IReadOnlySet<string>? symbols, DateOnly from, DateOnly to)
    {
        var root = Path.Combine(folder, "equity", "usa", "tick");
        if (!Directory.Exists(root))
        {
            throw new InvalidDataException($"{root} is not there; --ticks lean: names a LEAN data folder.");
        }

        _days = new(Directory.EnumerateFiles(root, "*_*.zip", SearchOption.AllDirectories)
            .Select(path => (Day: DayOf(path), Symbol: Path.GetFileName(Path.GetDirectoryName(path)!).ToUpperInvariant(), Path: path))
            .Where(file => file.Day is { } day && day >= from && day <= to && symbols?.Contains(file.Symbol) != false)
            .GroupBy(file => file.Day!.Value)
            .OrderBy(day => day.Key)
            .Select(day => (day.Key, (IReadOnlyList<(string, string, bool)>)
                [.. day.Select(file => (file.Symbol, file.Path, file.Path.EndsWith("_trade.zip", StringComparison.Ordinal)))])));
        Digest = DigestOf(_days.SelectMany(day => day.Files.Select(file => (Name: $"{file.Symbol}/{Path.GetFileName(file.Path)}", file.Path)))
            .OrderBy(file => file.Name, StringComparer.Ordinal));
    }

    public override bool HasTicks => true;

    public override string Digest { get; }

    public override void ReadTo(long at, Take take)
    {
        while (true)
        {
            if (_heads.Count == 0 && !OpenDay(at))
            {
                return;
            }

            while (_heads.TryPeek(out var file, out var head))
            {
                if (head.At > at)
                {
                    return;
                }

                take(file.Current);
                if (file.MoveNext())
                {
                    _heads.DequeueEnqueue(file, (file.Current.At, head.IsTrade, head.Symbol));
                }
                else
                {
                    _heads.Dequeue();
                    file.Dispose();
                }
            }
        }
    }

    /// <summary>Days that are over need not be opened.</summary>
    public override void SkipTo(long at)
    {
        while (_days.TryPeek(out var next) && Nanos.Of(NewYork.At(next.Day.AddDays(1), TimeOnly.MinValue)) <= at)
        {
            _days.Dequeue();
        }

        base.SkipTo(at);
    }

    public override void Dispose()
    {
        while (_heads.TryDequeue(out var file, out _))
        {
            file.Dispose();
        }
    }

    private static DateOnly? DayOf(string path) =>
        DateOnly.TryParseExact(Path.GetFileName(path)[..8], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>Opens the next day if it has begun.</summary>
    private bool OpenDay(long at)
    {
        if (!_days.TryPeek(out var next) || Nanos.Of(NewYork.At(next.Day, TimeOnly.MinValue)) > at)
        {
            return false;
        }

        _days.Dequeue();
        foreach (var (symbol, path, isTrade) in next.Files)
        {
            var file = new LeanTickFile(symbol, path, next.Day, isTrade);
            if (file.MoveNext())
            {
                _heads.Enqueue(file, (file.Current.At, isTrade, symbol));
            }
            else
            {
                file.Dispose();
            }
        }

        return true;
    }
}
