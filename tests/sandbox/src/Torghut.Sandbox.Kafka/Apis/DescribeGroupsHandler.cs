using Torghut.Sandbox.Kafka.Groups;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class DescribeGroupsHandler(GroupCoordinator groups) : ImmediateHandler(ApiKey.DescribeGroups)
{
    private static readonly GroupDescription Unknown = new(GroupState.Dead, "", null, []);

    protected override void Handle(RequestContext context)
    {
        var (reader, writer, version) = (context.Reader, context.Writer, context.Version);
        var count = reader.ArrayLength();
        if (version >= 1)
        {
            writer.Int32(0);
        }

        writer.Array(count);
        for (; count > 0; count--)
        {
            var id = reader.String();
            var group = groups.Find(id)?.Describe() ?? Unknown;
            writer.Error(context.Forced);
            writer.String(id);
            writer.String(group.State.ToString());
            writer.String(group.ProtocolType);
            writer.String(group.Protocol ?? "");
            writer.Array(group.Members.Count);
            foreach (var member in group.Members)
            {
                WriteMember(writer, version, member);
            }

            if (version >= 3)
            {
                writer.Int32(int.MinValue);
            }

            writer.Tags();
        }

        writer.Tags();
    }

    private static void WriteMember(WireWriter writer, short version, DescribedMember member)
    {
        writer.String(member.Id);
        if (version >= 4)
        {
            writer.String(member.InstanceId);
        }

        writer.String(member.ClientId);
        writer.String(member.ClientHost);
        writer.Bytes(member.Metadata);
        writer.Bytes(member.Assignment);
        writer.Tags();
    }
}
