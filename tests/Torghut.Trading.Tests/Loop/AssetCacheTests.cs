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
        _answer = () => throw new BrokerException("away", isTransient: true, null);
        Assert.That(await IsTradableAsync(), Is.True);
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

    private BrokerAsset? Answer(string symbol)
    {
        _asked++;
        return _answer();
    }

    private async Task<bool> IsTradableAsync() => (await _cache.ReadAsync(Symbols, CancellationToken.None))["AAPL"].Tradable;
}
