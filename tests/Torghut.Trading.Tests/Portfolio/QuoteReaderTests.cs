using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Torghut.Trading.Execution;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Tests.Execution;

namespace Torghut.Trading.Tests.Portfolio;

/// <summary>The second source of prices: what one symbol does to the others, and how often a source that is away is asked.</summary>
public sealed class QuoteReaderTests
{
    private static readonly string[] Symbols = [.. Enumerable.Range(0, 100).Select(number => $"S{number}")];

    private readonly FakeTimeProvider _time = new();
    private readonly List<IReadOnlyCollection<string>> _asked = [];

    private Func<IReadOnlyCollection<string>, BrokerException?> _failure = null!;
    private QuoteReader _reader = null!;

    [SetUp]
    public void Create()
    {
        _asked.Clear();
        _failure = _ => null;
        _reader = new QuoteReader(new DoubleBroker { ListQuotesOf = Answer }, _time, NullLogger<QuoteReader>.Instance);
    }

    [TestCase("S0")]
    [TestCase("S57")]
    [TestCase("S99")]
    public async Task Read_SymbolThatTheSourceDoesNotTake_IsTheOnlyOneWithoutAPrice(string odd)
    {
        _failure = asked => asked.Contains(odd) ? new BrokerException("invalid symbol", isTransient: false, null) : null;
        var found = await _reader.ReadAsync(Symbols, CancellationToken.None);
        Assert.That(found.Keys, Is.EquivalentTo(Symbols.Except([odd])));
        Assert.That(_asked, Has.Count.LessThanOrEqualTo(20));

        _asked.Clear();
        await _reader.ReadAsync(Symbols, CancellationToken.None);
        Assert.That(_asked, Has.Count.EqualTo(1), "it is not asked for at every order");
    }

    [Test]
    public async Task Read_SourceThatTakesNothing_IsAskedFewTimesAndRests()
    {
        _failure = _ => new BrokerException("forbidden", isTransient: false, null);
        Assert.That(await _reader.ReadAsync(Symbols, CancellationToken.None), Is.Empty);
        Assert.That(_asked, Has.Count.LessThanOrEqualTo(25));
        _asked.Clear();
        Assert.That(await _reader.ReadAsync(Symbols, CancellationToken.None), Is.Empty);
        Assert.That(_asked, Is.Empty);
    }

    /// <summary>A key that is refused for a moment says nothing of any symbol, however few they are.</summary>
    [TestCase(1)]
    [TestCase(3)]
    [TestCase(9)]
    public async Task Read_FewSymbolsAllRefused_AreAskedForAgainAfterAPause(int count)
    {
        var few = Symbols[..count];
        _failure = _ => new BrokerException("unauthorized", isTransient: false, null);
        Assert.That(await _reader.ReadAsync(few, CancellationToken.None), Is.Empty);
        _asked.Clear();
        Assert.That(await _reader.ReadAsync(few, CancellationToken.None), Is.Empty);
        Assert.That(_asked.SelectMany(asked => asked), Is.Empty);
        _failure = _ => null;
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.That((await _reader.ReadAsync(few, CancellationToken.None)).Keys, Is.EquivalentTo(few));
    }

    [Test]
    public async Task Read_OneSymbolRefusedAlone_LeavesTheOthersTheirPrice()
    {
        _failure = asked => asked.Contains("S0") ? new BrokerException("invalid symbol", isTransient: false, null) : null;
        Assert.That(await _reader.ReadAsync(["S0"], CancellationToken.None), Is.Empty);
        Assert.That((await _reader.ReadAsync(["S0", "S1"], CancellationToken.None)).Keys, Is.EqualTo(new[] { "S1" }));
    }

    [Test]
    public async Task Read_SourceAway_IsAskedOnceAndAgainAfterAPause()
    {
        _failure = _ => new BrokerException("away", isTransient: true, null);
        Assert.That(await _reader.ReadAsync(Symbols, CancellationToken.None), Is.Empty);
        await _reader.ReadAsync(Symbols, CancellationToken.None);
        Assert.That(_asked, Has.Count.EqualTo(1));
        _failure = _ => null;
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.That(await _reader.ReadAsync(Symbols, CancellationToken.None), Has.Count.EqualTo(100));
    }

    private Dictionary<string, BrokerQuote> Answer(IReadOnlyCollection<string> symbols)
    {
        _asked.Add(symbols);
        return _failure(symbols) is { } failure
            ? throw failure
            : symbols.ToDictionary(symbol => symbol, _ => new BrokerQuote(99, 101, 100, 95), StringComparer.Ordinal);
    }
}
