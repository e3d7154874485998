using Torghut.Sandbox.Kafka.Groups;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class ListGroupsHandler(GroupCoordinator groups) : ImmediateHandler(ApiKey.ListGroups)
{
    protected override void Handle(RequestContext context)
    {
        var (reader, writer, version) = (context.Reader, context.Writer, context.Version);
        var states = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var count = version >= 4 ? reader.ArrayLength() : 0; count > 0; count--)
        {
            states.Add(reader.String());
        }

        var all = groups.All.Select(g => g.Id).Union(groups.Offsets.Groups).Order(StringComparer.Ordinal)
            .Select(id => (Id: id, Group: groups.Find(id)?.Describe()))
            .Where(g => g.Group is not null && (states.Count == 0 || states.Contains(g.Group.State.ToString())))
            .ToList();
        if (version >= 1)
        {
            writer.Int32(0);
        }

        writer.Error(context.Forced);
        writer.Array(all.Count);
        foreach (var (id, group) in all)
        {
            writer.String(id);
            writer.String(group!.ProtocolType);
            if (version >= 4)
            {
                writer.String(group.State.ToString());
            }

            writer.Tags();
        }

        writer.Tags();
    }
}
