using ContactRelay.Providers.CampaignLark;

namespace ContactRelay.Tests.Providers.CampaignLark;

public sealed class CampaignLarkStatusTests() : StatusTests(new CampaignLarkProvider(), TenantBuilder.CampaignLark().Build());
