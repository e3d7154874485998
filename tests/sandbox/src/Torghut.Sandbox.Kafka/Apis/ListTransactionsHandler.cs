using System.Text.RegularExpressions;
using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Transactions;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class ListTransactionsHandler(TransactionCoordinator transactions, TimeProvider time) : ImmediateHandler(ApiKey.ListTransactions)
{
    private static readonly HashSet<string> StateNames = [.. Enum.GetNames<TransactionState>()];

    private sealed record Filter(HashSet<string> States, HashSet<long> Producers, long LongerThanMs, Regex? Pattern)
    {
        public bool Accepts(TransactionRecord record, long now) =>
            (States.Count == 0 || States.Contains(record.State.ToString()))
            && (Producers.Count == 0 || Producers.Contains(record.ProducerId))
            && (LongerThanMs < 0 || now - record.Started > LongerThanMs)
            && Pattern?.IsMatch(record.Id) is not false;
    }

    protected override void Handle(RequestContext context)
    {
        var writer = context.Writer;
        var error = context.Forced;
        var filter = Read(context);
        if (error == ErrorCode.None && filter is null)
        {
            error = ErrorCode.InvalidRegularExpression;
        }

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var unknown = filter?.States.Where(s => !StateNames.Contains(s)).ToList() ?? [];
        var listed = error == ErrorCode.None ? transactions.All.Where(t => filter!.Accepts(t, now)).ToList() : [];
        writer.Int32(0);
        writer.Error(error);
        writer.Array(unknown.Count);
        foreach (var state in unknown)
        {
            writer.String(state);
        }

        writer.Array(listed.Count);
        foreach (var record in listed)
        {
            writer.String(record.Id);
            writer.Int64(record.ProducerId);
            writer.String(record.State.ToString());
            writer.Tags();
        }

        writer.Tags();
    }

    /// <summary>Null when the pattern is no regular expression.</summary>
    private static Filter? Read(RequestContext context)
    {
        var reader = context.Reader;
        var states = new HashSet<string>(StringComparer.Ordinal);
        for (var count = reader.ArrayLength(); count > 0; count--)
        {
            states.Add(reader.String());
        }

        var producers = new HashSet<long>();
        for (var count = reader.ArrayLength(); count > 0; count--)
        {
            producers.Add(reader.Int64());
        }

        var longerThan = context.Version >= 1 ? reader.Int64() : -1;
        var pattern = context.Version >= 2 ? reader.NullableString() : null;
        try
        {
            return new Filter(states, producers, longerThan, string.IsNullOrEmpty(pattern) ? null : WholeMatch(pattern));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Without backtracking, as RE2/J in Kafka: a client's expression takes time in proportion to the text.</summary>
    private static Regex WholeMatch(string pattern)
    {
        const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
        _ = new Regex(pattern, Options);
        return new Regex($@"\A(?:{pattern})\z", Options);
    }
}
