using ContactRelay.Providers;
using ContactRelay.Providers.Bosscart;
using ContactRelay.Providers.CampaignLark;
using ContactRelay.Providers.Everlytic;
using ContactRelay.Providers.Kulea;
using Xunit;

namespace ContactRelay.Tests.Providers;

/// <summary>What somebody is told who sets up a tenant.</summary>
public sealed class ProviderDescriptionTests
{
    private static readonly IContactProvider[] Providers = [new KuleaProvider(), new BosscartProvider(), new CampaignLarkProvider(), new EverlyticProvider()];

    [Fact]
    public void Title_is_what_people_call_it() =>
        Assert.Equal(["Kulea", "Bosscart", "CampaignLark", "Everlytic"], Providers.Select(provider => provider.Description.Title));

    [Fact]
    public void DefaultBaseUrl_is_that_of_the_only_one_whose_customers_share_one() =>
        Assert.Equal([null, null, "https://api.campaignlark.com", null], Providers.Select(provider => provider.Description.DefaultBaseUrl));

    [Fact]
    public void Settings_are_those_that_it_knows() => Assert.Equal(
        ["method", "", "tagIds defaultStatus", "username transport"], Providers.Select(provider => string.Join(' ', provider.Description.Settings)));

    [Fact]
    public void RequiredSettings_are_those_that_it_cannot_do_without() =>
        Assert.Equal(["", "", "", "username"], Providers.Select(provider => string.Join(' ', provider.Description.RequiredSettings)));

    [Fact]
    public void Fields_are_in_order() =>
        Assert.All(Providers, provider => Assert.Equal(provider.Description.Fields.Order(StringComparer.Ordinal), provider.Description.Fields));
}
