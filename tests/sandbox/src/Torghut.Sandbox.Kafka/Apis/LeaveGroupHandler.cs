using Torghut.Sandbox.Kafka.Groups;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class LeaveGroupHandler(GroupCoordinator groups) : ImmediateHandler(ApiKey.LeaveGroup)
{
    protected override void Handle(RequestContext context)
    {
        var (reader, writer, version) = (context.Reader, context.Writer, context.Version);
        var group = groups.Find(reader.String());
        var members = version >= 3 ? ReadMembers(reader) : [(reader.String(), null)];
        var results = members.ConvertAll(m => context.Forced != ErrorCode.None ? context.Forced : group?.Leave(m.Id, m.Instance) ?? ErrorCode.UnknownMemberId);
        if (version >= 1)
        {
            writer.Int32(0);
        }

        if (version < 3)
        {
            writer.Error(results[0]);
            return;
        }

        writer.Error(context.Forced);
        writer.Array(members.Count);
        for (var i = 0; i < members.Count; i++)
        {
            writer.String(members[i].Id);
            writer.String(members[i].Instance);
            writer.Error(results[i]);
            writer.Tags();
        }

        writer.Tags();
    }

    private static List<(string Id, string? Instance)> ReadMembers(WireReader reader)
    {
        var members = new List<(string, string?)>();
        for (var count = reader.ArrayLength(); count > 0; count--)
        {
            members.Add((reader.String(), reader.NullableString()));
            reader.Tags();
        }

        return members;
    }
}
