using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Security;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class SaslHandshakeHandler(SaslMechanisms mechanisms) : ImmediateHandler(ApiKey.SaslHandshake)
{
    protected override void Handle(RequestContext context)
    {
        var writer = context.Writer;
        var error = context.Forced;
        if (error == ErrorCode.None && context.Identity.IsReady)
        {
            error = ErrorCode.IllegalSaslState;
        }

        if (error == ErrorCode.None)
        {
            context.Identity.Exchange = mechanisms.Begin(context.Reader.String());
            error = context.Identity.Exchange is null ? ErrorCode.UnsupportedSaslMechanism : ErrorCode.None;
        }

        writer.Error(error);
        writer.Array(SaslMechanisms.Names.Count);
        foreach (var name in SaslMechanisms.Names)
        {
            writer.String(name);
        }
    }
}
