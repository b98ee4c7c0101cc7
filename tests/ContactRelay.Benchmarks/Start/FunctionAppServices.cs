using ContactRelay.Benchmarks.Servers;
using ContactRelay.Delivery;
using ContactRelay.Intake;
using ContactRelay.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ContactRelay.Benchmarks.Start;

/// <summary>
/// The services that the function app builds as it starts, without the worker around them: made up to what accepts and
/// what delivers, which is all before the first request. Nothing of it may reach for the storage.
/// </summary>
internal static class FunctionAppServices
{
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("AzureWebJobsStorage", "UseDevelopmentStorage=true")]).Build();
        await using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging()
            .AddAzureStorage(configuration)
            .AddContactRelay(configuration)
            .BuildServiceProvider();
        services.GetRequiredService<SharedIntake>();
        services.GetRequiredService<QueueMessageHandler>();
        Console.WriteLine(BareServer.Ready);
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }
}
