using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class ApiVersionsHandler() : ImmediateHandler(ApiKey.ApiVersions)
{
    public static void Write(WireWriter writer, short version, ErrorCode error)
    {
        writer.Error(error);
        writer.Array(ApiVersions.All.Length);
        foreach (var api in ApiVersions.All)
        {
            writer.Int16((short)api.Key);
            writer.Int16(api.Min);
            writer.Int16(api.Max);
            writer.Tags();
        }

        if (version >= 1)
        {
            writer.Int32(0);
        }

        writer.Tags();
    }

    protected override void Handle(RequestContext context) => Write(context.Writer, context.Version, context.Forced);
}
