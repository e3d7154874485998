using Torghut.Contracts.Market;

namespace Torghut.Contracts.Tests.Market;

public sealed class LeanConditionsTests
{
    [TestCase(0x0u, "@")]
    [TestCase(0x1u, "@")]
    [TestCase(0x80000001u, "@I")]
    [TestCase(0x2400u, "T", Description = "two bits of one code")]
    [TestCase(0x10u, "@", Description = "a bit without a code")]
    [TestCase(0x7000000u, "MPQ")]
    public void Of_Bits_AreTheTapesCodes(uint bits, string codes) => Assert.That(string.Concat(LeanConditions.Of(bits)), Is.EqualTo(codes));

    [Test]
    public void Of_AnyBits_AreTheCodesOfEachBitOnce()
    {
        var random = new Random(11);
        for (var i = 0; i < 1_000; i++)
        {
            var bits = unchecked((uint)random.Next() | ((uint)random.Next(2) << 31)) & (uint)random.Next();
            var each = Enumerable.Range(0, 32).Select(bit => bits & (1u << bit)).Where(bit => bit != 0).SelectMany(LeanConditions.Of).Distinct().ToList();
            // A bit without a code reads as a regular sale when it stands alone, and as nothing beside others.
            Assert.That(LeanConditions.Of(bits), (bits & 0x1) != 0 || each.Count <= 1 ? Is.EquivalentTo(each.DefaultIfEmpty("@")) : Is.SubsetOf(each));
            Assert.That(LeanConditions.Of(bits), Is.Unique.And.Not.Empty);
        }
    }
}
