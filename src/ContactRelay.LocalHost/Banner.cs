namespace ContactRelay.LocalHost;

/// <summary>What a newcomer sees first: where everything is, and a line to try it with.</summary>
internal static class Banner
{
    public static void Print(LocalHostApp app)
    {
        Console.WriteLine($"Open the console first: {app.Url}/api/console");
        Console.WriteLine($"ContactRelay serves its API at {app.Url}");
        if (app.Sandbox is { } sandbox)
        {
            var address = sandbox.BaseAddress.ToString().TrimEnd('/');
            Console.WriteLine($"The sandbox plays the providers at {address}: see {address}/ for what it can do.");
            Console.WriteLine();
            Console.WriteLine("Send an update to each of the demo tenants:");
            foreach (var line in DemoTenants.CurlLines(app.Url))
            {
                Console.WriteLine();
                Console.WriteLine(line);
            }

            Console.WriteLine();
            Console.WriteLine($"Each answer's Location says what became of it: curl -H 'Authorization: Bearer {DemoTenants.CallerKey}' <Location>");
            Console.WriteLine($"What the providers have now: curl {address}/_contacts/kulea (bosscart, campaignlark, everlytic)");
        }

        Console.WriteLine();
        Console.WriteLine("Ctrl-C ends it.");
    }
}
