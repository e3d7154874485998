using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Security;

namespace Torghut.Sandbox.Kafka.Apis;

/// <summary>Sets and removes SCRAM credentials; each user's change stands alone, and a user may be changed once a request.</summary>
internal sealed class AlterUserScramCredentialsHandler(ScramCredentials credentials) : ImmediateHandler(ApiKey.AlterUserScramCredentials)
{
    private const int MaxIterations = 16_384;

    private sealed record Outcome(ErrorCode Error, string? Message, ScramChange? Change = null);

    protected override void Handle(RequestContext context)
    {
        var outcomes = new Dictionary<string, Outcome>(StringComparer.Ordinal);
        var reader = context.Reader;
        for (var count = reader.ArrayLength(); count > 0; count--)
        {
            Add(outcomes, reader.String(), user => ReadDeletion(reader, user));
        }

        for (var count = reader.ArrayLength(); count > 0; count--)
        {
            Add(outcomes, reader.String(), user => ReadUpsertion(reader, user));
        }

        var changes = outcomes.Values.Select(o => o.Change).OfType<ScramChange>().ToList();
        var failed = context.Forced == ErrorCode.None ? Apply(changes) : new Outcome(context.Forced, null);
        var writer = context.Writer;
        writer.Int32(0);
        writer.Array(outcomes.Count);
        foreach (var (user, outcome) in outcomes)
        {
            writer.String(user);
            writer.Error(failed?.Error ?? outcome.Error);
            writer.String(failed is null ? outcome.Message : failed.Message);
            writer.Tags();
        }

        writer.Tags();
    }

    private static void Add(Dictionary<string, Outcome> outcomes, string user, Func<string, Outcome> read)
    {
        var outcome = read(user);
        if (outcomes.TryGetValue(user, out var first))
        {
            outcome = first.Change is null ? first : new Outcome(ErrorCode.DuplicateResource, "A user credential cannot be altered twice in the same request");
        }

        outcomes[user] = outcome;
    }

    private static Outcome? CheckName(string user, ScramMechanism mechanism)
    {
        if (user.Length == 0)
        {
            return new Outcome(ErrorCode.UnacceptableCredential, "Username must not be empty");
        }

        return ScramMechanismTraits.All.Contains(mechanism) ? null : new Outcome(ErrorCode.UnsupportedSaslMechanism, "Unknown SCRAM mechanism");
    }

    private static Outcome ReadUpsertion(WireReader reader, string user)
    {
        var mechanism = (ScramMechanism)reader.Int8();
        var (iterations, salt, salted) = (reader.Int32(), reader.Bytes(), reader.Bytes());
        reader.Tags();
        if (CheckName(user, mechanism) is { } refused)
        {
            return refused;
        }

        return iterations switch
        {
            < ScramCredential.MinIterations => new Outcome(ErrorCode.UnacceptableCredential, "Too few iterations"),
            > MaxIterations => new Outcome(ErrorCode.UnacceptableCredential, "Too many iterations"),
            _ => new Outcome(ErrorCode.None, null, new ScramChange(user, mechanism, ScramCredential.FromSaltedPassword(mechanism, salt, iterations, salted))),
        };
    }

    private Outcome ReadDeletion(WireReader reader, string user)
    {
        var mechanism = (ScramMechanism)reader.Int8();
        reader.Tags();
        if (CheckName(user, mechanism) is { } refused)
        {
            return refused;
        }

        return credentials.Find(user, mechanism) is null
            ? new Outcome(ErrorCode.ResourceNotFound, "Attempt to delete a user credential that does not exist")
            : new Outcome(ErrorCode.None, null, new ScramChange(user, mechanism, null));
    }

    private Outcome? Apply(IReadOnlyList<ScramChange> changes)
    {
        try
        {
            credentials.Apply(changes);
            return null;
        }
        catch (IOException)
        {
            return new Outcome(ErrorCode.KafkaStorageError, null);
        }
    }
}
