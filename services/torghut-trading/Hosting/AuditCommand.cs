using System.Globalization;
using Npgsql;
using Torghut.Common.Hosting;
using Torghut.Trading.Audit;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Hosting;

/// <summary><c>torghut-trading audit verify [--head SEQ:HASH]</c>: recomputes the chain, compares the tables with it and names the first bad row.</summary>
internal static class AuditCommand
{
    private const string Usage = "Usage: torghut-trading audit verify [--head SEQ:HASH]";

    // The service's time-outs keep orders from waiting; nobody trades on the answer of this command, and a busy database is no bad row.
    private static readonly TimeSpan MinConnectTimeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MinCommandTimeout = TimeSpan.FromMinutes(5);

    public static ServiceCommand Command { get; } = new("audit", "audit verify [--head SEQ:HASH]: recompute the audit chain", RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (!TryParse(context.Arguments, out var expected))
        {
            await Console.Error.WriteLineAsync(Usage);
            return ExitCodes.Usage;
        }

        if (context.ReadOptions(typeof(DatabaseOptions))?.Get<DatabaseOptions>() is not { } options)
        {
            return ExitCodes.Configuration;
        }

        options.ConnectTimeout = Longer(options.ConnectTimeout, MinConnectTimeout);
        options.CommandTimeout = Longer(options.CommandTimeout, MinCommandTimeout);
        await using var database = new Database(options);
        try
        {
            var (head, fault) = await new AuditInspection(database).RunAsync(expected, cancellationToken);
            if (fault is not null)
            {
                await Console.Error.WriteLineAsync(fault);
                return ExitCodes.Failure;
            }

            await Console.Out.WriteLineAsync($"{head.Seq} rows verify and the tables agree with them. Head {head.Seq}:{head.Hash}");
            return ExitCodes.Success;
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            await Console.Error.WriteLineAsync("The log could not be read: " + failure.Message);
            return ExitCodes.Failure;
        }
    }

    private static TimeSpan Longer(TimeSpan configured, TimeSpan least) => configured > least ? configured : least;

    private static bool TryParse(IReadOnlyList<string> arguments, out AuditHead? expected)
    {
        expected = null;
        if (arguments is ["verify"])
        {
            return true;
        }

        if (arguments is not ["verify", "--head", var head])
        {
            return false;
        }

        var parts = head.Split(':', 2);
        if (parts.Length != 2 || parts[1].Length != 64 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
        {
            return false;
        }

        expected = new AuditHead { Seq = seq, Hash = parts[1] };
        return true;
    }
}
