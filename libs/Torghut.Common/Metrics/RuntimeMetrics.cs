using Prometheus;

namespace Torghut.Common.Metrics;

/// <summary>
/// The runtime's own figures under the names of its meter <c>System.Runtime</c>, dots as underscores and counters with <c>_total</c>. Three gauges are named
/// by what they count, in the plural: <c>_count</c> is a histogram's or a summary's. Source: learn.microsoft.com, ".NET runtime metrics".
/// </summary>
public sealed class RuntimeMetrics : IDisposable
{
    private readonly CollectorRegistry _registry;
    private readonly MetricFactory _metrics;
    private readonly ExceptionCounter _exceptions;

    public RuntimeMetrics(CollectorRegistry registry)
    {
        _registry = registry;
        _metrics = ServiceMetricFactory.Create(registry);
        _exceptions = new ExceptionCounter(_metrics);
        GarbageCollectorMetrics.Add(registry, _metrics);
        AddCompiler();
        AddThreads();
        AddProcess();
    }

    public void Dispose() => _exceptions.Dispose();

    private void AddCompiler()
    {
        Count(
            "dotnet_jit_compilation_time_total",
            "The number of times the JIT compiler (re)compiled methods since the process has started.",
            static () => System.Runtime.JitInfo.GetCompilationTime().TotalSeconds);
        Count(
            "dotnet_jit_compiled_il_size_total",
            "Count of bytes of intermediate language that have been compiled since the process has started.",
            static () => System.Runtime.JitInfo.GetCompiledILBytes());
        Count(
            "dotnet_jit_compiled_methods_total",
            "The number of times the JIT compiler (re)compiled methods since the process has started.",
            static () => System.Runtime.JitInfo.GetCompiledMethodCount());
    }

    private void AddThreads()
    {
        Count(
            "dotnet_monitor_lock_contentions_total",
            "The number of times there was contention when trying to acquire a monitor lock since the process has started.",
            static () => Monitor.LockContentionCount);
        Level(
            "dotnet_thread_pool_queue_length_total",
            "The number of work items that are currently queued to be processed by the thread pool.",
            static () => ThreadPool.PendingWorkItemCount);
        Level("dotnet_thread_pool_thread_count_total", "The number of thread pool threads that currently exist.", static () => ThreadPool.ThreadCount);
        Count(
            "dotnet_thread_pool_work_item_count_total",
            "The number of work items that the thread pool has completed since the process has started.",
            static () => ThreadPool.CompletedWorkItemCount);
        Gauge(
            "dotnet_timers",
            "The number of timer instances that are currently active. An active timer is registered to tick at some point in the future and has not yet been canceled.",
            static () => Timer.ActiveCount);
    }

    private void AddProcess()
    {
        Gauge("dotnet_assemblies", "The number of .NET assemblies that are currently loaded.", static () => AppDomain.CurrentDomain.GetAssemblies().Length);
        Gauge("dotnet_process_cpus", "The number of processors available to the process.", static () => Environment.ProcessorCount);
        Gauge("dotnet_process_memory_working_set", "The number of bytes of physical memory mapped to the process context.",
            static () => Environment.WorkingSet);
        var cpu = _metrics.CreateCounter("dotnet_process_cpu_time_total", "CPU time used by the process.", "cpu_mode");
        var (user, system) = (cpu.WithLabels("user"), cpu.WithLabels("system"));
        _registry.AddBeforeCollectCallback(() =>
        {
            var used = Environment.CpuUsage;
            user.IncTo(used.UserTime.TotalSeconds);
            system.IncTo(used.PrivilegedTime.TotalSeconds);
        });
    }

    private void Gauge(string name, string help, Func<double> read)
    {
        var gauge = _metrics.CreateGauge(name, help);
        _registry.AddBeforeCollectCallback(() => gauge.Set(read()));
    }

    private void Count(string name, string help, Func<double> read)
    {
        var counter = _metrics.CreateCounter(name, help);
        _registry.AddBeforeCollectCallback(() => counter.IncTo(read()));
    }

    /// <summary>The runtime publishes some levels as counters. As a counter here never falls, each collection begins a new one.</summary>
    private void Level(string name, string help, Func<double> read)
    {
        var counter = _metrics.CreateCounter(name, help, new CounterConfiguration { SuppressInitialValue = true });
        _registry.AddBeforeCollectCallback(() =>
        {
            counter.RemoveLabelled();
            counter.WithLabels().IncTo(read());
        });
    }
}
