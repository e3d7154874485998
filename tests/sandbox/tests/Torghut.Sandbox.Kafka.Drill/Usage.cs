namespace Torghut.Sandbox.Kafka.Drill;

internal static class Usage
{
    public static int Print()
    {
        Console.Error.WriteLine(
            """
            Child processes for the broker's crash drills.
              broker DATA_DIRECTORY PORT                          serve until killed
              copy BOOTSTRAP FROM TO TRANSACTIONAL_ID GROUP SIZE  copy topic to topic in transactions of SIZE until killed;
                                                                  says ABANDONED when a call outlives its timeout
            """);
        return 64;
    }
}
