using FsCheck;
using FsCheck.Fluent;
using Torghut.Contracts.Time;
using Torghut.Ta.Engine;

namespace Torghut.Ta.Tests.Engine;

/// <summary>One quote for each second, oldest first, whatever order they come in.</summary>
public sealed class QuoteHistoryTests
{
    [Test]
    public void Add_AnySequence_HoldsTheNewestOfEachSecondInOrder() => Prop.ForAll<byte[]>(times =>
    {
        var history = new QuoteHistory();
        var newest = new SortedDictionary<long, long>();
        foreach (var quote in Quotes(times))
        {
            history.Add(quote);
            newest[quote.Second] = Math.Max(newest.GetValueOrDefault(quote.Second), quote.EventTs);
        }

        return history.Held.ToArray().Select(held => (held.Second, held.EventTs)).SequenceEqual(newest.Select(entry => (entry.Key, entry.Value)));
    }).QuickCheckThrowOnFailure();

    [Test]
    public void Prune_AnySecond_LosesNothingThatALaterWindowJoins() => Prop.ForAll<byte[], byte>((times, needed) =>
    {
        var (whole, pruned) = (new QuoteHistory(), new QuoteHistory());
        foreach (var quote in Quotes(times))
        {
            whole.Add(quote);
            pruned.Add(quote);
        }

        var first = needed % 20;
        pruned.Prune(first);
        return Enumerable.Range(first, 25).All(second =>
            whole.TryFind(second, out var expected) == pruned.TryFind(second, out var actual) && expected.EventTs == actual.EventTs);
    }).QuickCheckThrowOnFailure();

    // Tenths of a second over some twenty seconds, so that many fall into the same one.
    private static IEnumerable<HeldQuote> Quotes(byte[] times) => times.Select((time, index) =>
    {
        var nanos = time % 200 * (Nanos.PerSecond / 10);
        return new HeldQuote(Nanos.CeilingSecond(nanos), nanos, index, nanos, 10, 1, 11, 1, 0, 0);
    });
}
