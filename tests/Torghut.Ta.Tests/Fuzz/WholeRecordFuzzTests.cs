namespace Torghut.Ta.Tests.Fuzz;

/// <summary>
/// Whatever one record in a hundred says, the bars and signals of every symbol that it does not name are byte for byte those of the stream without it,
/// also when the process dies on the way.
/// </summary>
[TestFixture]
internal sealed class WholeRecordFuzzTests
{
    [TestCase(30, 4_000, false)]
    [TestCase(30, 4_000, true)]
    public void Run_OneRecordInAHundredSpoilt_ChangesNothingOfOtherSymbols(int streams, int records, bool crashes) => Check(streams, records, crashes);

    [TestCase(1_000, 10_000, false)]
    [TestCase(1_000, 10_000, true)]
    [Category("Drill")]
    public void Drill_AThousandStreams_ChangeNothingOfOtherSymbols(int streams, int records, bool crashes) => Check(streams, records, crashes);

    private static void Check(int streams, int records, bool crashes)
    {
        var (refused, compared) = (0L, 0L);
        for (var seed = 0; seed < streams; seed++)
        {
            var stream = new FuzzStream(seed, records);
            var (clean, spoilt) = (new FuzzRun(), new FuzzRun());
            clean.Run(stream.Clean);
            spoilt.Run(stream.Spoilt, crashes ? new Random(seed) : null);
            Assert.That((clean.Refused, clean.Late), Is.EqualTo((0, 0L)), $"seed {seed}: the clean stream is valid");
            compared += Compare(seed, stream.Victims, clean, spoilt);
            refused += spoilt.Refused;
        }

        TestContext.Out.WriteLine($"{streams} streams of {records} records, {refused} refusals, {compared} bars and signals compared");
        Assert.That(refused, Is.GreaterThan(streams * (records / 100) / 10), "there was something to refuse");
    }

    private static int Compare(int seed, IReadOnlySet<string> victims, FuzzRun clean, FuzzRun spoilt)
    {
        var expected = clean.Sent.Where(sent => !victims.Contains(sent.Key.Symbol)).ToList();
        foreach (var (key, bytes) in expected)
        {
            if (!spoilt.Sent.TryGetValue(key, out var actual) || !actual.AsSpan().SequenceEqual(bytes))
            {
                Assert.Fail($"seed {seed}: {key} {(actual is null ? "is missing" : "differs")}");
            }
        }

        // Spoilt records may name symbols that nobody else does.
        var known = clean.Sent.Keys.Select(key => key.Symbol).Where(symbol => !victims.Contains(symbol)).ToHashSet();
        Assert.That(spoilt.Sent.Keys.Count(key => known.Contains(key.Symbol)), Is.EqualTo(expected.Count), $"seed {seed}: nothing more");
        return expected.Count;
    }
}
