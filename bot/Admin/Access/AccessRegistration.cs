using ChatBot.Privacy;
using ChatBot.Settings;
using Microsoft.AspNetCore.Authentication;

namespace ChatBot.Bot.Admin.Access;

public static class AccessRegistration
{
    public static IServiceCollection AddAdminAccess(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSettings<AdminOptions>(settings, AdminOptions.Section);
        services.AddSingleton<AdminKey>();
        if (string.IsNullOrWhiteSpace(settings[$"{AdminOptions.Section}:{nameof(AdminOptions.ApiKey)}"]))
            services.AddSingleton(new SharedFile(AdminKey.FileName, AdminKey.Make));
        services
            .AddAuthentication(AdminKeyAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, AdminKeyAuthentication>(AdminKeyAuthentication.SchemeName, null);
        services
            .AddAuthorizationBuilder()
            .AddPolicy(AdminRoles.Admin, policy => policy.RequireRole(AdminRoles.Admin))
            .AddPolicy(AdminRoles.Reviewer, policy => policy.RequireRole(AdminRoles.Admin, AdminRoles.Reviewer));
        return services;
    }
}
