using Torghut.Trading.Decisions;
using Torghut.Trading.Json;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Decisions;

public sealed class StoredSignalTests
{
    private static readonly DecisionRow Row = new() { Symbol = "AAPL", Timeframe = "1Sec", SignalSeq = 7, SignalEventTs = DateTimeOffset.UnixEpoch };

    [Test]
    public void ToSignal_WhatWasWritten_ComesBackToTheBit()
    {
        var features = new SignalFeatures { Macd = 0.1 + 0.2, Rsi14 = 20, VolRealizedW60s = double.Epsilon, ImbalanceBidPx = 99.99 };
        var stored = new StoredSignal { Features = CanonicalJson.Serialize(features.ToMap()), Rationale = """["a","b"]""" };
        Assert.That(stored.ToSignal(Row).Features, Is.EqualTo(features));
        Assert.That(stored.ToRationale(), Is.EqualTo(new[] { "a", "b" }));
    }

    [TestCase("""{"macd":"NaN","rsi14":20}""")]
    [TestCase("""{"macd":null,"rsi14":20,"unknown":1}""")]
    public void ToSignal_WhatIsNoNumber_IsNull(string features)
    {
        var signal = new StoredSignal { Features = features }.ToSignal(Row);
        Assert.That((signal.Features.Macd, signal.Features.Rsi14), Is.EqualTo(((double?)null, (double?)20)));
    }

    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("{}")]
    public void ToSignal_NoFeatures_AreEmpty(string features) =>
        Assert.That(new StoredSignal { Features = features, Rationale = features }.ToSignal(Row).Features, Is.EqualTo(SignalFeatures.Empty));
}
