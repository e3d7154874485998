

namespace Torghut.Sandbox.Kafka.Apis;

/// <summary>The shape many requests and their answers share: topics by name, each with its partitions.</summary>
internal static class PartitionTable
{
    /// <summary>Reads the request's table and writes the answer's beside it; <paramref name="partition"/> reads and writes one element.</summary>
    public static void Respond(RequestContext context, Action<string> partition)
    {
        var (reader, writer) = (context.Reader, context.Writer);
        var topics = reader.ArrayLength();
        writer.Array(topics);
        for (; topics > 0; topics--)
        {
            var name = reader.String();
            var count = reader.ArrayLength();
            writer.String(name);
            writer.Array(count);
            for (; count > 0; count--)
            {
                partition(name);
            }

            reader.Tags();
            writer.Tags();
        }
    }
}
