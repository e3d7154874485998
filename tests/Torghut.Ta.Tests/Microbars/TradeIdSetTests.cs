using Torghut.Ta.EventTime;
using Torghut.Ta.Microbars;
using Torghut.Ta.State;

namespace Torghut.Ta.Tests.Microbars;

[TestFixture]
internal sealed class TradeIdSetTests
{
    [Test]
    public void Add_SameIdOnAnotherExchangeOrDay_IsAnotherPrint()
    {
        var set = new TradeIdSet();
        Assert.That(set.Add(1, 'V', 0, 10, 0), Is.True);
        Assert.That(set.Add(1, 'V', 0, 10, 0), Is.False);
        Assert.That(set.Add(1, 'X', 0, 10, 0), Is.True);
        Assert.That(set.Add(1, 'V', 86_400, 10, 0), Is.True);
    }

    [Test]
    public void Add_ExpiredPrint_IsForgotten()
    {
        var set = new TradeIdSet();
        set.Add(1, 'V', 0, 10, 0);
        Assert.That(set.Find(1, 'V', 0, 9), Is.EqualTo(10));
        Assert.That(set.Find(1, 'V', 0, 10), Is.EqualTo(long.MinValue));
        Assert.That(set.Add(1, 'V', 0, 30, 10), Is.True);
    }

    [Test]
    public void Add_ManySeconds_HoldsNoMoreThanTheHorizon()
    {
        var set = new TradeIdSet();
        for (var second = 1; second < 2000; second++)
        {
            for (var i = 0; i < 50; i++)
            {
                Assert.That(set.Add((second * 1000) + i, 'V', 0, second, second - 12), Is.True);
            }
        }

        Assert.That(set.Capacity, Is.LessThan(50 * 12 * 4));
    }

    /// <summary>Ids whose products differ in their highest bits only have the same home in any table that fits into memory.</summary>
    [Test]
    public void Add_IdsOfOneHome_DoNotGrowTheTableWithoutEnd()
    {
        var set = new TradeIdSet();
        for (var i = 0L; i < 64; i++)
        {
            Assert.That(set.Add(i << 44, 'V', 0, 10 + i, 0), Is.True);
            Assert.That(set.Find(i << 44, 'V', 0, 0), Is.EqualTo(10 + i));
        }

        Assert.That(set.Capacity, Is.LessThanOrEqualTo(64 * 32));
        AssertHasAll(set);

        var writer = new StateWriter();
        set.Write(writer, 0);
        var restored = new TradeIdSet();
        var reader = new StateReader(writer.Written);
        restored.Read(ref reader);
        AssertHasAll(restored);

        // A crowd of other ids makes the table grow: nobody is forgotten over that.
        for (var id = 1L; id <= 5_000; id++)
        {
            Assert.That(set.Add(id, 'V', 0, 100, 0), Is.True);
        }

        AssertHasAll(set);
        Assert.That(set.ForgetAfter(72), Is.True);
        Assert.That((set.Find(63L << 44, 'V', 0, 0), set.Find(62L << 44, 'V', 0, 0)), Is.EqualTo((PartitionWatermark.None, 72)));

        static void AssertHasAll(TradeIdSet set)
        {
            for (var i = 0L; i < 64; i++)
            {
                Assert.That((set.Find(i << 44, 'V', 0, 0), set.Add(i << 44, 'V', 0, 10 + i, 0)), Is.EqualTo((10 + i, false)), "however many collide");
                Assert.That(set.Find(i << 44, 'V', 0, 10 + i), Is.EqualTo(PartitionWatermark.None), "its window has expired");
            }
        }
    }

    /// <summary>Against a plain dictionary, with few ids so that they meet again, in a table that has to grow and to write over what expired.</summary>
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void AddAndFind_AnySequence_AnswerLikeADictionary(int seed)
    {
        var random = new Random(seed);
        var set = new TradeIdSet();
        var known = new Dictionary<(long, uint, long), long>();
        for (var i = 0; i < 60_000; i++)
        {
            var now = 100 + (i / 200);
            var (id, exchange, day, end) = (random.Next(4_000) * 1_024L, (uint)"VXQ"[random.Next(3)], random.Next(2) * 86_400L, now - random.Next(15));
            var isKnown = known.TryGetValue((id, exchange, day), out var held) && held > now - 12;
            Assert.That(set.Find(id, exchange, day, now - 12), Is.EqualTo(isKnown ? held : long.MinValue));
            Assert.That(set.Add(id, exchange, day, end, now - 12), Is.EqualTo(!isKnown));
            if (!isKnown)
            {
                known[(id, exchange, day)] = end;
            }
        }
    }
}
