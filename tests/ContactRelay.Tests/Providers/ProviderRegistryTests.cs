using ContactRelay.Providers;
using ContactRelay.Providers.Bosscart;
using ContactRelay.Providers.CampaignLark;
using ContactRelay.Providers.Everlytic;
using ContactRelay.Providers.Kulea;
using Xunit;

namespace ContactRelay.Tests.Providers;

public sealed class ProviderRegistryTests
{
    private readonly ProviderRegistry _registry =
        new([new KuleaProvider(), new BosscartProvider(), new CampaignLarkProvider(), new EverlyticProvider()]);

    [Theory]
    [InlineData("kulea", "kulea")]
    [InlineData("bosscart", "bosscart")]
    [InlineData("simvoly", "bosscart")]
    [InlineData("campaignlark", "campaignlark")]
    [InlineData("everlytic", "everlytic")]
    public void Find_name_or_alias_is_that_provider(string name, string provider) =>
        Assert.Equal(provider, _registry.Find(name)?.Description.Name);

    [Theory]
    [InlineData("")]
    [InlineData("Kulea")]
    [InlineData("hubspot")]
    public void Find_other_name_is_null(string name) => Assert.Null(_registry.Find(name));

    [Fact]
    public void Of_tenant_is_its_provider() => Assert.IsType<BosscartProvider>(_registry.Of(TenantBuilder.Bosscart().Build()));
}
