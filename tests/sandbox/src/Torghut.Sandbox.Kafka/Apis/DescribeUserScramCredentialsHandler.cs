using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Security;

namespace Torghut.Sandbox.Kafka.Apis;

/// <summary>Who has SCRAM credentials, of which mechanisms and with how many iterations; nothing secret.</summary>
internal sealed class DescribeUserScramCredentialsHandler(ScramCredentials credentials) : ImmediateHandler(ApiKey.DescribeUserScramCredentials)
{
    protected override void Handle(RequestContext context)
    {
        var (reader, writer) = (context.Reader, context.Writer);
        var named = new List<string>();
        for (var count = reader.ArrayLength(); count > 0; count--)
        {
            named.Add(reader.String());
            reader.Tags();
        }

        var users = (named.Count == 0 ? credentials.Users : named).GroupBy(u => u, StringComparer.Ordinal).ToList();
        writer.Int32(0);
        writer.Error(context.Forced);
        writer.String(null);
        writer.Array(context.Forced == ErrorCode.None ? users.Count : 0);
        foreach (var user in context.Forced == ErrorCode.None ? users : [])
        {
            Write(writer, user.Key, isRepeated: user.Count() > 1);
        }

        writer.Tags();
    }

    private void Write(WireWriter writer, string user, bool isRepeated)
    {
        var found = ScramMechanismTraits.All.Select(m => (Mechanism: m, Credential: credentials.Find(user, m))).Where(f => f.Credential is not null).ToList();
        var (error, message) = (isRepeated, found.Count) switch
        {
            (true, _) => (ErrorCode.DuplicateResource, $"Cannot describe SCRAM credentials for the same user twice in a single request: {user}"),
            (_, 0) => (ErrorCode.ResourceNotFound, $"Attempt to describe a user credential that does not exist: {user}"),
            _ => (ErrorCode.None, (string?)null),
        };
        writer.String(user);
        writer.Error(error);
        writer.String(message);
        writer.Array(error == ErrorCode.None ? found.Count : 0);
        foreach (var (mechanism, credential) in error == ErrorCode.None ? found : [])
        {
            writer.Int8((sbyte)mechanism);
            writer.Int32(credential!.Iterations);
            writer.Tags();
        }

        writer.Tags();
    }
}
