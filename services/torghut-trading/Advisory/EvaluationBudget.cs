namespace Torghut.Trading.Advisory;

/// <summary>
/// What one run of <c>llm-eval</c> may cost: the tokens and the money of a day, reserved before each request and settled from its usage as those of the
/// service are, and counted apart from them.
/// </summary>
internal sealed class EvaluationBudget(ProviderOptions options)
{
    public long Tokens { get; private set; }

    public decimal Cost { get; private set; }

    /// <summary>Whether the request may leave; it is counted as the most that it can take.</summary>
    public bool Reserve(byte[] body)
    {
        var (tokens, cost) = options.Bound(body.Length);
        if (Tokens + tokens > options.TokenBudget || Cost + cost > options.CostBudget)
        {
            return false;
        }

        Tokens += tokens;
        Cost += cost;
        return true;
    }

    /// <summary>Counts what was used in place of what was reserved; what the provider did not say stays reserved.</summary>
    public void Settle(byte[] body, ReadReply read)
    {
        if (options.Used(body.Length, read) is { } used)
        {
            var (tokens, cost) = options.Bound(body.Length);
            Tokens += used.Tokens - tokens;
            Cost += used.Cost - cost;
        }
    }
}
