using Dapper;
using Npgsql;
using Torghut.Trading.Audit;
using Torghut.Trading.Json;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Catalogue;

/// <summary>The strategies in the database: what decisions refer to, and who is suspended.</summary>
internal sealed class StrategyStore(Database database, AuditLog audit, TimeProvider time)
{
    /// <summary>Writes an accepted catalogue and returns the one in force: in merge mode with the strategies that only the database knows.</summary>
    public Task<StrategyCatalogue> ApplyAsync(
        StrategyCatalogue catalogue, CatalogueFile file, CatalogueMode mode, string accountLabel, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async (connection, transaction) =>
            {
                foreach (var strategy in catalogue.Strategies)
                {
                    await UpsertAsync(connection, transaction, strategy, catalogue.Digest);
                }

                var names = catalogue.Strategies.Select(s => s.Name).ToArray();
                if (mode == CatalogueMode.Sync)
                {
                    await connection.ExecuteAsync("UPDATE strategies SET enabled = false, updated_at = now() WHERE enabled AND name <> ALL(@names)",
                        new { names }, transaction);
                }

                var others = mode == CatalogueMode.Merge ? await LoadOthersAsync(connection, transaction, names) : [];
                var effective = new StrategyCatalogue([.. catalogue.Strategies, .. others]);
                await audit.AppendAsync(connection, transaction,
                    new AuditEntry(AuditKinds.CatalogueApplied, accountLabel, effective.Digest, time.GetUtcNow(), new JsonMap
                    {
                        ["mode"] = mode,
                        ["actor"] = "catalogue file",
                        ["reason"] = "the file was read at the start or has changed",
                        ["file"] = file.Path,
                        ["file_digest"] = file.Digest,
                        ["strategies"] = effective.Strategies.Select(s => s.ToMap()).ToList(),
                    }));
                return effective;
            },
            cancellationToken);

    /// <summary>The catalogue as the last good file left it; without the strategies whose type this build does not have.</summary>
    public Task<StrategyCatalogue> LoadAsync(CancellationToken cancellationToken) => database.InTransactionAsync(
        async (connection, transaction) => new StrategyCatalogue(await LoadOthersAsync(connection, transaction, [])), cancellationToken);

    public async Task<HashSet<string>> LoadSuspendedAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var names =
            await connection.QueryAsync<string>(
            new CommandDefinition("SELECT name FROM strategies WHERE suspended_at IS NOT NULL", cancellationToken: cancellationToken));
        return names.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Suspends a strategy; returns whether it was not suspended already.</summary>
    public Task<bool> SuspendAsync(string accountLabel, string name, string reason, CancellationToken cancellationToken) => ChangeAsync(
        "UPDATE strategies SET suspended_at = now(), suspended_reason = @reason, updated_at = now() WHERE name = @name AND suspended_at IS NULL",
        AuditKinds.StrategySuspended, accountLabel, name, reason, "runaway guard", cancellationToken);

    /// <summary>Lets a suspended strategy enter again; returns whether it was suspended.</summary>
    public Task<bool> ResumeAsync(string accountLabel, string name, string reason, string actor, CancellationToken cancellationToken) => ChangeAsync(
        "UPDATE strategies SET suspended_at = NULL, suspended_reason = NULL, updated_at = now() WHERE name = @name AND suspended_at IS NOT NULL",
        AuditKinds.StrategyResumed, accountLabel, name, reason, actor, cancellationToken);

    private Task<bool> ChangeAsync(string sql, string kind, string accountLabel, string name, string reason, string actor,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async (connection, transaction) =>
            {
                var changed = await connection.ExecuteAsync(sql, new { name, reason }, transaction) == 1;
                if (changed)
                {
                    await audit.AppendAsync(connection, transaction,
                        new AuditEntry(kind, accountLabel, name, time.GetUtcNow(), new JsonMap { ["reason"] = reason, ["actor"] = actor }));
                }

                return changed;
            },
            cancellationToken);

    private static Task<int> UpsertAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, StrategyDefinition strategy, string digest) =>
        connection.ExecuteAsync(
        """
        INSERT INTO strategies (id, name, description, plugin_type, plugin_version, version, enabled, base_timeframe, universe_symbols,
          max_notional_per_trade, max_position_pct_equity, cooldown_seconds, params, parameter_hash, catalogue_digest)
        VALUES (@Id, @Name, @Description, @PluginType, @PluginVersion, @Version, @Enabled, @BaseTimeframe, @Symbols,
          @MaxNotionalPerTrade, @MaxPositionPctEquity, @CooldownSeconds, @Params, @Hash, @digest)
        ON CONFLICT (name) DO UPDATE SET description = excluded.description, plugin_type = excluded.plugin_type, plugin_version = excluded.plugin_version,
          version = excluded.version, enabled = excluded.enabled, base_timeframe = excluded.base_timeframe, universe_symbols = excluded.universe_symbols,
          max_notional_per_trade = excluded.max_notional_per_trade, max_position_pct_equity = excluded.max_position_pct_equity,
          cooldown_seconds = excluded.cooldown_seconds, params = excluded.params, parameter_hash = excluded.parameter_hash,
          catalogue_digest = excluded.catalogue_digest, updated_at = now()
        """,
        new
        {
            Id = Guid.NewGuid(),
            strategy.Name,
            strategy.Description,
            PluginType = strategy.Plugin.Type,
            PluginVersion = strategy.Plugin.Version,
            strategy.Version,
            strategy.Enabled,
            strategy.BaseTimeframe,
            Symbols = PersistedJson.Of([.. strategy.UniverseSymbols]),
            strategy.MaxNotionalPerTrade,
            strategy.MaxPositionPctEquity,
            CooldownSeconds = strategy.Cooldown is { } cooldown ? (long?)cooldown.TotalSeconds : null,
            Params = PersistedJson.Of(strategy.Parameters.ToMap()),
            strategy.Parameters.Hash,
            digest,
        },
        transaction);

    private static async Task<List<StrategyDefinition>> LoadOthersAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string[] names)
    {
        var rows = await connection.QueryAsync<StrategyRow>(
            """
            SELECT name, description, plugin_type, version, enabled, base_timeframe, universe_symbols::text AS symbols, max_notional_per_trade,
              max_position_pct_equity, cooldown_seconds, params::text AS parameters
            FROM strategies WHERE name <> ALL(@names) ORDER BY name
            """,
            new { names },
            transaction);
        return [.. rows.Select(row => row.ToDefinition()).OfType<StrategyDefinition>()];
    }
}
