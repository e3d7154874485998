using Torghut.Trading.Integration.Tests.Support;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Integration.Tests;

/// <summary>A cursor never moves back, whoever asks for it: an instance that fell behind, or one that reads the same once more.</summary>
public sealed class CursorTests
{
    private const string Source = "signals:test";

    private static readonly SignalPosition Reached = new(new DateTimeOffset(2026, 2, 6, 14, 30, 0, TimeSpan.Zero), "MSFT", 7);

    private FreshDatabase _fresh = null!;

    public static IEnumerable<TestCaseData> Moves()
    {
        foreach (var signals in new[] { false, true })
        {
            yield return Case("a second later", 1, "AAPL", 1, signals, true);
            yield return Case("a second before", -1, "NVDA", 9, signals, false);
            yield return Case("a symbol further", 0, "NVDA", 1, signals, true);
            yield return Case("a symbol before", 0, "AAPL", 9, signals, false);
            yield return Case("a sequence further", 0, "MSFT", 8, signals, true);
            yield return Case("a sequence before", 0, "MSFT", 6, signals, false);

            // By code point, as the program compares, and not by a language.
            yield return Case("a symbol with a point", 0, "MSFT.A", 1, signals, true);
            yield return Case("a symbol of small letters", 0, "a", 1, signals, true);
        }
    }

    [SetUp]
    public async Task CreateAsync() => _fresh = await FreshDatabase.CreateAsync();

    [TearDown]
    public ValueTask DisposeAsync() => _fresh.DisposeAsync();

    [TestCaseSource(nameof(Moves))]
    public async Task Advance_ToAnotherPlace_OnlyForward(int seconds, string symbol, long seq, bool signals, bool moves)
    {
        var to = new SignalPosition(Reached.EventTs.AddSeconds(seconds), symbol, seq);
        await AdvanceAsync(Reached, signals);
        await AdvanceAsync(to, signals);
        Assert.That(await new CursorStore(_fresh.Database).LoadAsync(FreshDatabase.Account, Source, CancellationToken.None), Is.EqualTo(moves ? to : Reached));
        Assert.That(to.CompareTo(Reached) > 0, Is.EqualTo(moves), "the program sorts as the database does");
    }

    private static TestCaseData Case(string name, int seconds, string symbol, long seq, bool signals, bool moves) =>
        new TestCaseData(seconds, symbol, seq, signals, moves).SetArgDisplayNames(name, signals ? "with what was read" : "alone");

    private Task AdvanceAsync(SignalPosition to, bool signals) => signals
        ? new SignalMemoryStore(_fresh.Database).AdvanceAsync(
            new SignalsRead(FreshDatabase.Account, Source, []), to, Reached.EventTs.AddMinutes(-1), CancellationToken.None)
        : new CursorStore(_fresh.Database).AdvanceAsync(FreshDatabase.Account, Source, to, CancellationToken.None);
}
