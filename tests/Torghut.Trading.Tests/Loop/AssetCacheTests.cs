using Microsoft.Extensions.Time.Testing;
using Torghut.Alpaca.Trading;
using Torghut.Trading.Execution;
using Torghut.Trading.Loop;
using Torghut.Trading.Tests.Execution;

namespace Torghut.Trading.Tests.Loop;

/// <summary>How long what the broker says of a symbol is believed.</summary>
public sealed class AssetCacheTests
{
    private static readonly string[] Symbols = ["AAPL"];

    private readonly FakeTimeProvider _time = new();

    private int _asked;
    private Func<BrokerAsset?> _answer = null!;
    private AssetCache _cache = null!;

    [SetUp]
    public void Create()
    {
        _asked = 0;
        _cache = new AssetCache(new DoubleBroker { FindAsset = Answer }, _time);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Read_AfterANo_AsksAgainWithinSeconds(bool known)
    {
        _answer = () => known ? new BrokerAsset("AAPL", false, false) : null;
        Assert.That(await IsTradableAsync(), Is.False);
        _answer = () => new BrokerAsset("AAPL", true, true);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.That(await IsTradableAsync(), Is.True);
        Assert.That(_asked, Is.EqualTo(2));
    }

    [Test]
    public async Task Read_AfterAYes_RemembersIt()
    {
        _answer = () => new BrokerAsset("AAPL", true, false, false);
        for (var minute = 0; minute < 59; minute++)
        {
            Assert.That(await IsTradableAsync(), Is.True);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.That(_asked, Is.EqualTo(1));
    }

    [Test]
    public async Task Read_AnswerThatIsNotUnderstood_StopsNothingElse()
    {
        _answer = () => throw new BrokerException("no symbol", isTransient: false, null);
        Assert.That(await IsTradableAsync(), Is.False);
    }

    [Test]
    public async Task Read_BrokerAway_WhatIsKnownStands()
    {
        _answer = () => new BrokerAsset("AAPL", true, true);
        await IsTradableAsync();
        _time.Advance(TimeSpan.FromHours(2));
        _answer = () => throw Away();
        Assert.That(await IsTradableAsync(), Is.True);
    }

    /// <summary>Whether an exit leaves does not depend on what the broker says of the asset, nor of any other one that is decided with it.</summary>
    [Test]
    public async Task Read_NoAnswerAboutASymbolNeverAskedAbout_IsNotTradableAndHidesNoOther()
    {
        var cache = new AssetCache(
            new DoubleBroker { FindAsset = symbol => symbol == "MSFT" ? new BrokerAsset("MSFT", true, true) : throw Away() }, _time);
        var found = await cache.ReadAsync(["AAPL", "MSFT"], CancellationToken.None);
        Assert.That((found["AAPL"].Tradable, found["MSFT"].Tradable), Is.EqualTo((false, true)));
    }

    [Test]
    public async Task Read_AfterNoAnswer_AsksAgainWithinSeconds()
    {
        _answer = () => throw Away();
        Assert.That(await IsTradableAsync(), Is.False);
        _answer = () => new BrokerAsset("AAPL", true, true);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.That(await IsTradableAsync(), Is.True);
    }

    /// <summary>Each of them would wait for a time-out.</summary>
    [Test]
    public async Task Read_BrokerAnswersAboutNothing_IsNotAskedAboutEverything()
    {
        _answer = () => throw Away();
        var found = await _cache.ReadAsync([.. Enumerable.Range(0, 50).Select(number => $"S{number}")], CancellationToken.None);
        Assert.That((found.Count, found.Values.Any(asset => asset.Tradable), _asked), Is.EqualTo((50, false, 3)));
    }

    /// <summary>A reading belongs to every order that is decided: each would wait for three time-outs again.</summary>
    [Test]
    public async Task Read_BrokerLetsRequestsTimeOut_IsLeftAloneForLongerThanItWasWaitedFor()
    {
        _answer = () =>
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            throw Away();
        };
        string[] symbols = [.. Enumerable.Range(0, 50).Select(number => $"S{number}")];
        await _cache.ReadAsync(symbols, CancellationToken.None);
        for (var second = 0; second < 60; second += 5)
        {
            await _cache.ReadAsync(symbols, CancellationToken.None);
            _time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.That(_asked, Is.EqualTo(3));
        _answer = () => new BrokerAsset("AAPL", true, true);
        _time.Advance(TimeSpan.FromSeconds(31));
        var found = await _cache.ReadAsync(symbols, CancellationToken.None);
        Assert.That(found.Values.Select(asset => asset.Tradable), Is.All.True);
    }

    /// <summary>Half a share that is held can be sold; what the broker does not know, or says, is not rounded away.</summary>
    [TestCase(true)]
    [TestCase(false)]
    public async Task Read_NoAnswer_RoundsNoExit(bool isUnread)
    {
        _answer = () => throw (isUnread ? new BrokerItemException(new UnreadItem("AAPL", null, "odd", "7"), new FormatException()) : Away());
        string[] symbols = ["AAPL", "S1", "S2", "S3", "S4"];
        var found = await _cache.ReadAsync(symbols, CancellationToken.None);
        Assert.That(found.Values.Select(asset => (asset.Tradable, asset.Fractionable)), Is.All.EqualTo((false, true)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Read_AnswerThatIsNotUnderstood_IsShownAndAskedAgainWithinSeconds(bool known)
    {
        if (known)
        {
            _answer = () => new BrokerAsset("AAPL", true, true);
            await IsTradableAsync();
            _time.Advance(TimeSpan.FromHours(2));
        }

        _answer = () => throw new BrokerItemException(new UnreadItem("AAPL", null, "odd", "7"), new FormatException());
        var asset = (await _cache.ReadAsync(Symbols, CancellationToken.None))["AAPL"];
        Assert.That((asset.Tradable, asset.Unread), Is.EqualTo((known, new UnreadItem("AAPL", "AAPL", "odd", "7"))));
        _answer = () => new BrokerAsset("AAPL", true, true);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.That((await _cache.ReadAsync(Symbols, CancellationToken.None))["AAPL"], Is.EqualTo(new BrokerAsset("AAPL", true, true)));
    }

    private static BrokerException Away() => new("away", isTransient: true, null);

    private BrokerAsset? Answer(string symbol)
    {
        _asked++;
        return _answer();
    }

    private async Task<bool> IsTradableAsync() => (await _cache.ReadAsync(Symbols, CancellationToken.None))["AAPL"].Tradable;
}
