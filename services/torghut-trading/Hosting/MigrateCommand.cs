using Npgsql;
using Torghut.Common.Hosting;
using Torghut.Trading.Migrations;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Hosting;

/// <summary><c>torghut-trading migrate</c>: brings the schema up to date and ends.</summary>
internal static class MigrateCommand
{
    public static ServiceCommand Command { get; } = new("migrate", "apply missing migrations and end", RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Arguments.Count > 0)
        {
            await Console.Error.WriteLineAsync("migrate takes no arguments.");
            return ExitCodes.Usage;
        }

        if (context.ReadOptions(typeof(DatabaseOptions), typeof(MigrationOptions)) is not { } options)
        {
            return ExitCodes.Configuration;
        }

        try
        {
            var ran = await MigrationRunner.RunAsync(options.Get<DatabaseOptions>(), options.Get<MigrationOptions>(), cancellationToken);
            await Console.Out.WriteLineAsync(ran.Count == 0 ? "The schema is up to date." : "Applied " + string.Join(", ", ran) + ".");
            return ExitCodes.Success;
        }
        catch (Exception failure) when (failure is NpgsqlException or MigrationException or TimeoutException)
        {
            await Console.Error.WriteLineAsync("The migration failed: " + failure.Message);
            return ExitCodes.Failure;
        }
    }
}
