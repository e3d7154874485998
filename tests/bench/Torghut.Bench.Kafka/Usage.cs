namespace Torghut.Bench.Kafka;

internal static class Usage
{
    public static int Print()
    {
        Console.Error.WriteLine(
            """
            Measures the sandbox broker, in a process of its own, through librdkafka with records of 200 bytes.
              (no argument)   a table
              --json          {"subject":"kafka","results":[{name,value,unit,peer,peer_value,ratio,target,ok}]}
            Build with -c Release. TORGHUT_BENCH_SCALE (default 1) shortens or lengthens the runs.
            """);
        return 64;
    }
}
