using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using ContactRelay.Tenants;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.Storage;

public sealed class AzureStorageServicesTests
{
    [Fact]
    public void AddAzureStorage_registers_every_port()
    {
        using var services = Build("UseDevelopmentStorage=true");

        Assert.IsType<AzureMailboxStore>(services.GetRequiredService<IMailboxStore>());
        Assert.IsType<AzureUpdateQueue>(services.GetRequiredService<IUpdateQueue>());
        Assert.IsType<AzureDeadLetterStore>(services.GetRequiredService<IDeadLetterStore>());
        Assert.IsType<AzureTenantStore>(services.GetRequiredService<ITenantStore>());
        Assert.IsType<AzureBacklogReader>(services.GetRequiredService<IBacklogReader>());
        Assert.Same(services.GetRequiredService<IMailboxStore>(), services.GetRequiredService<IMailboxStore>());
    }

    [Fact]
    public void AddAzureStorage_leaves_what_the_host_has_registered()
    {
        var own = new AzureUpdateQueue(null!);

        using var services = Build("UseDevelopmentStorage=true", own);

        Assert.Same(own, services.GetRequiredService<IUpdateQueue>());
    }

    [Fact]
    public void AddAzureStorage_without_configuration_says_so_to_whoever_needs_the_storage()
    {
        using var services = Build(null);

        Assert.Throws<StorageConfigurationException>(services.GetRequiredService<ITenantStore>);
    }

    private static ServiceProvider Build(string? connectionString, IUpdateQueue? own = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("AzureWebJobsStorage", connectionString)]).Build();
        var services = new ServiceCollection();
        if (own is not null)
        {
            services.AddSingleton(own);
        }

        return services.AddAzureStorage(configuration).AddContactRelay(configuration).BuildServiceProvider();
    }
}
