using System.Text;
using ContactRelay.Delivery;
using ContactRelay.Providers;
using ContactRelay.Tenants;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>A sender as the library registers it, with the test's clock.</summary>
public abstract class ProviderSenderTest : IAsyncDisposable
{
    private readonly List<ServiceProvider> _providers = [];

    protected ManualTime Time { get; } = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in _providers)
        {
            await provider.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected ProviderSender Sender(bool allowLocal = true, Action<IServiceCollection>? configure = null)
    {
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(new BaseUrlRule(allowLocal))
            .AddContactRelay(new ConfigurationBuilder().Build());
        configure?.Invoke(services);
        var provider = services.BuildServiceProvider();
        _providers.Add(provider);
        return provider.GetRequiredService<ProviderSender>();
    }

    protected static ProviderRequest Request(string url, string body = "{}", string authorization = "key") =>
        new(HttpMethod.Post, url, authorization, ProviderRequest.Json, Encoding.UTF8.GetBytes(body));

    protected static DeliveryOutcome Failure(SendResult result)
    {
        Assert.Null(result.Answer);
        return result.Failure!;
    }

    protected static ProviderAnswer Answer(SendResult result)
    {
        Assert.Null(result.Failure);
        return result.Answer!;
    }

    /// <summary>Nothing reached the provider, so it cannot have applied anything.</summary>
    protected static void AssertNotSent(DeliveryOutcome outcome)
    {
        Assert.Equal(OutcomeKind.RetryLater, outcome.Kind);
        Assert.False(outcome.Unknown);
        Assert.NotEmpty(outcome.Reason!);
    }

    /// <summary>The provider may have applied it.</summary>
    protected static void AssertNoAnswer(DeliveryOutcome outcome)
    {
        Assert.Equal(OutcomeKind.RetryLater, outcome.Kind);
        Assert.True(outcome.Unknown);
        Assert.NotEmpty(outcome.Reason!);
    }
}
