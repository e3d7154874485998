using Microsoft.Extensions.Logging;
using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Security;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class SaslAuthenticateHandler(ILogger logger) : ImmediateHandler(ApiKey.SaslAuthenticate)
{
    protected override void Handle(RequestContext context)
    {
        var message = context.Reader.NullableBytes() ?? Memory<byte>.Empty;
        if (context.Forced != ErrorCode.None)
        {
            Write(context, context.Forced, "Refused by the fault panel", []);
            return;
        }

        if (context.Identity.Exchange is not { } exchange)
        {
            Write(context, ErrorCode.IllegalSaslState, "No mechanism was agreed on", []);
            return;
        }

        try
        {
            var step = exchange.Next(message.Span);
            if (step.User is { } user)
            {
                context.Identity.LogIn(user);
            }

            Write(context, ErrorCode.None, null, step.Response);
        }
        catch (SaslException e)
        {
            BrokerEvents.LoginRefused(logger, e.User, exchange.Mechanism, context.RemoteHost);
            context.ClosesConnection = true;
            Write(context, ErrorCode.SaslAuthenticationFailed, e.Message, []);
        }
    }

    private static void Write(RequestContext context, ErrorCode error, string? message, byte[] response)
    {
        var writer = context.Writer;
        writer.Error(error);
        writer.String(message);
        writer.Bytes(response);
        if (context.Version >= 1)
        {
            writer.Int64(0);
        }

        writer.Tags();
    }
}
