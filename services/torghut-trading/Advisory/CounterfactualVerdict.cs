using Torghut.Trading.Json;

namespace Torghut.Trading.Advisory;

/// <summary>
/// What the ledger says of a model: the bootstrap 95 % interval of the mean difference. Demotion when it lies below 0, promotion when it lies above; with fewer
/// than 200 decisions or five sessions it says nothing.
/// </summary>
internal sealed record CounterfactualVerdict(string Word, int Decisions, int Sessions, decimal? Lower, decimal? Upper)
{
    public const string Insufficient = "insufficient_sample";
    public const string Harmful = "harmful";
    public const string Helpful = "helpful";
    public const string Undecided = "undecided";

    public const int LeastDecisions = 200;
    public const int LeastSessions = 5;

    private const int Resamples = 2_000;
    private const int Seed = 45;

    /// <summary>A pure function: the resampling has a seed of its own, so that evidence can be recomputed.</summary>
    public static CounterfactualVerdict Of(IReadOnlyList<Counterfactual> decisions)
    {
        var sessions = decisions.Select(one => one.Session).Distinct().Count();
        if (decisions.Count < LeastDecisions || sessions < LeastSessions)
        {
            return new CounterfactualVerdict(Insufficient, decisions.Count, sessions, null, null);
        }

        var random = new Random(Seed);
        var differences = decisions.Select(one => (double)one.Difference).ToArray();
        var means = new double[Resamples];
        for (var at = 0; at < means.Length; at++)
        {
            var sum = 0.0;
            for (var draw = 0; draw < differences.Length; draw++)
            {
                sum += differences[random.Next(differences.Length)];
            }

            means[at] = sum / differences.Length;
        }

        Array.Sort(means);
        var (lower, upper) = ((decimal)means[(int)(Resamples * 0.025)], (decimal)means[(int)(Resamples * 0.975) - 1]);
        var word = upper < 0 ? Harmful : lower > 0 ? Helpful : Undecided;
        return new CounterfactualVerdict(word, decisions.Count, sessions, Math.Round(lower, 9), Math.Round(upper, 9));
    }

    public JsonMap ToMap() => new()
    {
        ["verdict"] = Word,
        ["decisions"] = Decisions,
        ["sessions"] = Sessions,
        ["lower_95"] = Lower,
        ["upper_95"] = Upper,
    };
}
